package dev.curtain.router;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of JSON per request, written by a thread of its own. A disk that is slow or full costs
 * lines, which are counted, and never a request.
 */
final class AccessLog implements AutoCloseable {
  private static final int MOST_WAITING = 16 * 1024;
  private static final int MOST_AT_ONCE = 1024;
  private static final long REST_MILLIS = 20;
  private static final long LOOK_NANOS = 1_000_000_000;

  private final NoteOptions.Log options;
  private final Outbox outbox = new Outbox(MOST_WAITING);
  private final CountDownLatch ending = new CountDownLatch(1);
  private @Nullable Thread writer;
  private @Nullable FileChannel channel;
  private @Nullable Object openKey;
  private long lookedNanos = System.nanoTime();
  private final Complaint complaint;
  private long droppedSaid;

  AccessLog(NoteOptions.Log options) {
    this.options = options;
    this.complaint = new Complaint("access log " + options.file() + ": lines are lost");
  }

  Outbox outbox() {
    return outbox;
  }

  /**
   * @throws IOException if the file cannot be written to
   */
  void start() throws IOException {
    try {
      open();
    } catch (IOException refused) {
      throw new IOException(
          "--access-log "
              + options.file()
              + ": cannot be written ("
              + refused
              + "); name a file in a directory that exists and is this user's",
          refused);
    }
    writer = Thread.ofPlatform().daemon().name("curtain-router-access-log").start(this::run);
  }

  private FileChannel open() throws IOException {
    FileChannel opened =
        FileChannel.open(options.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    channel = opened;
    openKey = key();
    return opened;
  }

  private @Nullable Object key() throws IOException {
    return Files.readAttributes(options.file(), BasicFileAttributes.class).fileKey();
  }

  private void run() {
    List<Note> notes = new ArrayList<>();
    try {
      boolean last = false;
      while (!last) {
        last = ending.await(notes.isEmpty() ? REST_MILLIS : 0, TimeUnit.MILLISECONDS);
        notes.clear();
        outbox.take(notes, MOST_AT_ONCE);
        last = last && notes.isEmpty();
        write(notes);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      shut();
    }
  }

  private void write(List<Note> notes) {
    long dropped = outbox.dropped();
    if (notes.isEmpty() && dropped == droppedSaid) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream(notes.size() * 400 + 100);
    if (dropped != droppedSaid) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("time", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
      line.put("dropped", dropped - droppedSaid);
      add(line, lines);
    }
    notes.forEach(note -> add(line(note, options.query()), lines));
    try {
      ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
      FileChannel to = current();
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
      droppedSaid = dropped;
    } catch (IOException failure) {
      outbox.lost(notes.size());
      complaint.of(failure);
      shut();
    }
  }

  private static void add(ObjectNode line, ByteArrayOutputStream lines) {
    lines.writeBytes(Json.MAPPER.writeValueAsBytes(line));
    lines.write('\n');
  }

  /** The file under its name: another one where the last was moved away. */
  private FileChannel current() throws IOException {
    FileChannel open = channel;
    long now = System.nanoTime();
    if (open != null && now - lookedNanos > LOOK_NANOS) {
      lookedNanos = now;
      if (moved()) {
        shut();
        open = null;
      }
    }
    return open == null ? open() : open;
  }

  private boolean moved() throws IOException {
    try {
      Object now = key();
      return now != null && !now.equals(openKey);
    } catch (NoSuchFileException gone) {
      return true;
    }
  }

  private void shut() {
    FileChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException failure) {
      complaint.of(failure);
    }
  }

  static ObjectNode line(Note note, NoteOptions.Query query) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("time", Instant.EPOCH.plus(note.startMicros, ChronoUnit.MICROS).toString());
    put(line, "client", text(note.client));
    put(line, "method", text(note.method));
    put(line, "host", text(note.host));
    String target = text(note.target);
    int mark = target.indexOf('?');
    put(line, "path", mark < 0 ? target : target.substring(0, mark));
    put(line, "query", mark < 0 ? "" : QueryText.of(target.substring(mark + 1), query));
    if (note.status > 0) {
      line.put("status", note.status);
    }
    line.put("end", note.end);
    put(line, "reason", note.reason);
    line.put("micros", note.micros());
    if (note.firstByteNanos != 0) {
      line.put("firstByteMicros", (note.firstByteNanos - note.startNanos) / 1000);
    }
    line.put("bytes", note.bytes);
    line.put("protocol", note.protocol);
    line.put("tls", note.secure);
    put(line, "service", note.service);
    TrackTarget track = note.track;
    if (track != null) {
      line.put("track", track.name());
      line.put("version", track.version());
    }
    put(line, "replica", note.replica);
    if (note.method.length > 0) {
      line.put("requestId", requestId(note));
    }
    TraceContext trace = note.trace;
    if (trace != null) {
      line.put("traceId", hex(trace.high()) + hex(trace.low()));
    }
    return line;
  }

  static String requestId(Note note) {
    return note.givenId.length > 0 ? text(note.givenId) : hex(note.idHigh) + hex(note.idLow);
  }

  static String hex(long bits) {
    return String.format(Locale.ROOT, "%016x", bits);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void put(ObjectNode line, String name, String value) {
    if (!value.isEmpty()) {
      line.put(name, value);
    }
  }

  Path file() {
    return options.file();
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    ending.countDown();
    Thread writing = writer;
    if (writing != null) {
      try {
        writing.join(2000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
