package dev.curtain.router;

import dev.curtain.flags.Cohort;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final String service;
    private final Map<String, TrackTarget> byVersion;
    private final @Nullable Policy policy;
    private final Mirroring[] mirrorings;
    private final Watching watching;

    /**
     * @param mirrorings of the route's mirror, one per event loop; none where it has no mirror
     */
    Entry(Route route, List<TrackTarget> tracks, Mirroring[] mirrorings, Watching watching) {
      this.watching = watching;
      service = route.service();
      byVersion = Policy.byVersion(tracks);
      policy = Policy.of(route, tracks).orElse(null);
      this.mirrorings = mirrorings;
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

    /**
     * The track of a user: by pass, else by the first rule that fits, else by cohort.
     *
     * @param version that the user has shown a pass for, if any
     */
    TrackTarget track(Asking asking, @Nullable String version) {
      TrackTarget passed = version == null ? null : byVersion.get(version);
      if (passed != null) {
        return passed;
      }
      int[] bounds = policy == null ? null : policy.below(asking);
      return tracks.get(fall(asking.bucket(seed), bounds == null ? below : bounds));
    }

    private static int fall(int bucket, int[] bounds) {
      int i = 0;
      while (bucket >= bounds[i]) {
        i++;
      }
      return i;
    }

    String service() {
      return service;
    }

    @Nullable Policy policy() {
      return policy;
    }

    RoutePolicy.@Nullable Hold hold() {
      return policy == null ? null : policy.hold();
    }

    Watching watching() {
      return watching;
    }

    Mirroring mirroring(int loop) {
      return mirrorings[loop];
    }
  }
}
