package dev.curtain.server.ofrep;

import dev.curtain.flags.InvalidFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A definition in a file, read again when it changes. A file that cannot be used leaves the last
 * good flags in force.
 */
public final class FlagFile implements FlagSource, AutoCloseable {
  private static final long LARGEST = 64L << 20;

  private final Path path;
  private final Consumer<String> told;
  private final Set<Consumer<Definition>> listeners = new CopyOnWriteArraySet<>();
  private final Thread watching;
  private volatile Definition current;
  private String seen;
  private String doubted = "";

  private FlagFile(Path path, Consumer<String> told, String text, Duration beat) {
    this.path = path;
    this.told = told;
    this.current = Definition.of(text);
    this.seen = Definition.digest(text);
    this.watching = Thread.ofVirtual().name("flag file").unstarted(() -> watch(beat));
  }

  /**
   * Reads the file now and looks at it from then on.
   *
   * @param told a sentence whenever the file was taken over or refused
   * @param beat the time between two looks
   * @throws IOException if it cannot be read
   * @throws InvalidFlags if it is refused
   */
  public static FlagFile open(Path path, Duration beat, Consumer<String> told) throws IOException {
    FlagFile file = new FlagFile(path, told, text(path), beat);
    file.watching.start();
    return file;
  }

  /** The text of a definition file. */
  public static String text(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("is a directory (expected: a flagd definition)");
    }
    if (Files.size(path) > LARGEST) {
      throw new IOException(Files.size(path) + " bytes (expected: at most " + LARGEST + ")");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not text (expected: JSON in UTF-8)", e);
    }
  }

  @Override
  public Definition current() {
    return current;
  }

  @Override
  public void listen(Consumer<Definition> listener) {
    listeners.add(listener);
  }

  @Override
  public void unlisten(Consumer<Definition> listener) {
    listeners.remove(listener);
  }

  /** The machine tells of changes at once; the beat is for what it does not tell of, as links. */
  private void watch(Duration beat) {
    try (WatchService changes = path.getFileSystem().newWatchService()) {
      Path directory = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
      directory.register(
          changes,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      while (true) {
        @Nullable WatchKey key = changes.poll(beat.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      told.accept(path + ": changes are seen every " + beat.toMillis() + " ms only: " + e);
      look(beat);
    }
  }

  private void look(Duration beat) {
    try {
      while (true) {
        Thread.sleep(beat);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A refusal is told once per content, not once per look, and not of a file half written. */
  private void look() {
    String revision = "";
    try {
      String text = text(path);
      revision = Definition.digest(text);
      if (revision.equals(seen)) {
        return;
      }
      Definition next = Definition.of(text);
      seen = revision;
      if (!next.revision().equals(current.revision())) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
        told.accept(path + ": read again, " + next.flags().flags().size() + " flags");
      }
    } catch (IOException e) {
      keep("lost", "cannot be read: " + e.getMessage());
    } catch (InvalidFlags e) {
      if (!doubted.equals(revision)) {
        doubted = revision;
        return;
      }
      seen = revision;
      told.accept(path + ": refused, the last good flags stay: " + e.getMessage());
    }
  }

  private void keep(String state, String why) {
    if (!seen.equals(state)) {
      seen = state;
      told.accept(path + ": " + why + "; the last good flags stay");
    }
  }

  @Override
  public void close() {
    watching.interrupt();
  }
}
