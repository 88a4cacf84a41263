package dev.curtain.simulation;

import dev.curtain.model.Configuration;
import dev.curtain.model.Service;
import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Optional;

/** Controllers that mix up what releases run with. */
final class BrokenReleases {
  private BrokenReleases() {}

  /** "The file says what runs." */
  static final class ReadsTheFileAgain extends Controller {
    ReadsTheFileAgain(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        Optional<Configuration> with(TrackSpec track) {
          return Optional.of(world.model().configurations().of(track.version(), track.node()));
        }
      };
    }
  }

  /** What serves runs well, so the next one runs with the same. */
  static final class ConfiguresWhatServes extends Controller {
    ConfiguresWhatServes(Site world) {
      super(world);
    }

    @Override
    Plans plans() {
      return new Plans(this) {
        @Override
        Service model() {
          return former(known.version(), known.serving());
        }
      };
    }
  }

  /** A way back is a deployment like any other. */
  static final class ComesBackAsTheFileSays extends Controller {
    ComesBackAsTheFileSays(Site world) {
      super(world);
    }

    @Override
    Plans plans() {
      return new Plans(this) {
        @Override
        Service former(String version, List<TrackSpec> tracks) {
          return model();
        }
      };
    }
  }
}
