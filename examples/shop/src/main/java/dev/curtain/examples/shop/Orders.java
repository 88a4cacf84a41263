package dev.curtain.examples.shop;

/** What one version knows about orders. */
@FunctionalInterface
public interface Orders {
  /**
   * The order as a JSON document.
   *
   * @throws OrderFailure if it cannot be told
   */
  String order(long number) throws OrderFailure;

  /** An order that exists and cannot be told. */
  final class OrderFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public OrderFailure(String message) {
      super(message);
    }
  }
}
