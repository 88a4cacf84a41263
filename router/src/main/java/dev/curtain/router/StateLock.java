package dev.curtain.router;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Who holds it writes to the state directory. It ends with the process. */
final class StateLock implements AutoCloseable {
  private final Path state;
  private final FileChannel channel;
  private @Nullable FileLock lock;

  StateLock(Path state) throws IOException {
    this.state = state;
    Files.createDirectories(state);
    channel =
        FileChannel.open(
            state.resolve("router.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Whether it could be had. */
  boolean tryTake() throws IOException {
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException held) {
      lock = null;
    }
    return lock != null;
  }

  /**
   * @throws IOException if another router has it
   */
  void take() throws IOException {
    if (!tryTake()) {
      throw new IOException(
          state
              + ": another router uses this state directory; stop it, name another one, or take its"
              + " place with --take-over yes");
    }
  }

  void release() throws IOException {
    FileLock held = lock;
    if (held != null) {
      held.release();
      lock = null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
