package dev.curtain.router;

import dev.curtain.flags.Cohort;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A route table made ready for use: immutable, read once per request. */
final class Routing {
  static final Routing NONE = new Routing(RouteTable.EMPTY, List.of());

  private final RouteTable table;
  private final Entry[] entries;

  Routing(RouteTable table, List<Entry> entries) {
    this.table = table;
    // A named host before any host, then the longest prefix: the first match is the one.
    this.entries =
        entries.stream()
            .sorted(
                Comparator.comparing((Entry entry) -> entry.host.length == 0)
                    .thenComparing(entry -> -entry.prefix.length))
            .toArray(Entry[]::new);
  }

  RouteTable table() {
    return table;
  }

  long epoch() {
    return table.epoch();
  }

  boolean isEmpty() {
    return entries.length == 0;
  }

  Stream<TrackTarget> tracks() {
    return Stream.of(entries).flatMap(entry -> entry.tracks.stream());
  }

  Stream<Replica> replicas() {
    return tracks().flatMap(track -> track.replicas().stream()).distinct();
  }

  @Nullable Entry match(RequestHead head) {
    byte[] data = head.data();
    int hostEnd = hostNameEnd(data, head.hostStart(), head.hostEnd());
    int pathEnd = head.targetStart();
    while (pathEnd < head.targetEnd() && data[pathEnd] != '?') {
      pathEnd++;
    }
    for (Entry entry : entries) {
      if (entry.hasHost(data, head.hostStart(), hostEnd)
          && entry.hasPath(data, head.targetStart(), pathEnd)) {
        return entry;
      }
    }
    return null;
  }

  /** Without port and without the dot of the root. */
  private static int hostNameEnd(byte[] data, int start, int end) {
    int at = end;
    while (at > start && HttpBytes.isDigit(data[at - 1])) {
      at--;
    }
    int name = at > start && data[at - 1] == ':' ? at - 1 : end;
    return name > start && data[name - 1] == '.' ? name - 1 : name;
  }

  /** One route. */
  static final class Entry {
    private final byte[] host;
    private final byte[] prefix;
    private final int seed;
    private final int[] below;
    private final List<TrackTarget> tracks;

    Entry(Route route, List<TrackTarget> tracks) {
      host = HttpBytes.ascii(route.host().orElse("").toLowerCase(Locale.ROOT));
      String path = route.pathPrefix();
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException(
            route.service() + ": path prefix \"" + path + "\" (expected: to start with /)");
      }
      prefix =
          (path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
              .getBytes(StandardCharsets.UTF_8);
      seed = Cohort.seed(route.salt());
      this.tracks = List.copyOf(tracks);
      below = new int[tracks.size()];
      int sum = 0;
      for (int i = 0; i < below.length; i++) {
        sum += route.tracks().get(i).weight();
        below[i] = sum;
      }
    }

    private boolean hasHost(byte[] data, int start, int end) {
      return host.length == 0 || HttpBytes.matches(data, start, end, host);
    }

    private boolean hasPath(byte[] data, int start, int end) {
      if (end - start < prefix.length) {
        return false;
      }
      for (int i = 0; i < prefix.length; i++) {
        if (data[start + i] != prefix[i]) {
          return false;
        }
      }
      int next = start + prefix.length;
      return prefix.length == 0 || next == end || data[next] == '/';
    }

    /** The track of a user, by cohort. */
    TrackTarget track(byte[] user, int offset, int length) {
      int bucket = Cohort.bucket(user, offset, length, seed);
      int i = 0;
      while (bucket >= below[i]) {
        i++;
      }
      return tracks.get(i);
    }
  }
}
