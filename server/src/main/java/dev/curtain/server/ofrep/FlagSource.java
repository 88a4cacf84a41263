package dev.curtain.server.ofrep;

import java.util.function.Consumer;

/** Where flags come from. What was given last stays in force while the place it is from is lost. */
public interface FlagSource {
  /** The last good flags. */
  Definition current();

  /** Tells about every change from now on, on the thread that makes it: it must be quick. */
  void listen(Consumer<Definition> listener);

  void unlisten(Consumer<Definition> listener);
}
