package dev.curtain.router;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A track of a table in force: its replicas, its meters, and its lines for heads. */
final class TrackTarget {
  private final Route.Track track;
  private final List<Replica> replicas;
  private final TrackMeter[] meters;
  private final @Nullable Gate gate;
  private final byte[] versionLine;
  private final byte[] trackLine;
  private final byte @Nullable [] deploymentLine;
  private final int[] next;

  /**
   * @param gate null: nothing bounds it
   */
  TrackTarget(Route.Track track, List<Replica> replicas, TrackMeter[] meters, @Nullable Gate gate) {
    this.gate = gate;
    this.track = track;
    this.replicas = List.copyOf(replicas);
    this.meters = meters;
    versionLine = line("x-curtain-version", track.version());
    trackLine = line("x-curtain-track", track.name());
    deploymentLine = track.deployment().map(id -> line("x-curtain-deployment", id)).orElse(null);
    next = new int[meters.length];
  }

  static byte[] line(String name, String value) {
    byte[] text = HttpBytes.fieldValue(name, value);
    byte[] line = new byte[name.length() + 2 + text.length + 2];
    System.arraycopy(HttpBytes.ascii(name + ": "), 0, line, 0, name.length() + 2);
    System.arraycopy(text, 0, line, name.length() + 2, text.length);
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    return line;
  }

  String name() {
    return track.name();
  }

  String version() {
    return track.version();
  }

  Optional<String> readyPath() {
    return track.readyPath();
  }

  List<Replica> replicas() {
    return replicas;
  }

  TrackMeter meter(int loop) {
    return meters[loop];
  }

  @Nullable Gate gate() {
    return gate;
  }

  byte[] versionLine() {
    return versionLine;
  }

  /** Which rollout brought it; {@code otherwise} where none did. */
  byte[] deploymentLine(byte[] otherwise) {
    return deploymentLine == null ? otherwise : deploymentLine;
  }

  byte[] trackLine() {
    return trackLine;
  }

  /**
   * The ready replica with the least in flight on this loop, in turn among equals. One that has
   * left the table comes last: it may be gone by the time of a second attempt.
   *
   * @param tried replicas not to be tried again
   */
  @Nullable Replica pick(Worker worker, List<Replica> tried) {
    int loop = worker.index();
    long now = worker.clock().nanos();
    int out = 0;
    int able = 0;
    for (Replica replica : replicas) {
      if (replica.ready()) {
        able++;
        out += replica.outlier().out(now) ? 1 : 0;
      }
    }
    // If more than half of them fail it is not the replicas: then nobody is spared.
    boolean spare = out > 0 && out * 2 <= able;
    int count = replicas.size();
    int from = next[loop];
    @Nullable Replica best = null;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int at = (from + i) % count;
      Replica replica = replicas.get(at);
      if (!replica.ready() || tried.contains(replica) || (spare && replica.outlier().out(now))) {
        continue;
      }
      double share = replica.outlier().share(now);
      boolean held = share < 1 && worker.dice().nextDouble() > share;
      long load =
          replica.slot(loop).inFlight()
              + (replica.hasRoom(loop) ? 0L : 1L << 30)
              + (replica.listed() ? 0L : 1L << 32)
              + (held ? 1L << 31 : 0);
      if (load < least) {
        least = load;
        best = replica;
        next[loop] = (at + 1) % count;
      }
    }
    return best;
  }
}
