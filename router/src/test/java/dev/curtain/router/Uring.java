package dev.curtain.router;

/** Whether tests can ask the kernel by io_uring: containers often refuse it. */
final class Uring {
  private Uring() {}

  static boolean available() {
    return Transport.IO_URING.refused().isEmpty();
  }
}
