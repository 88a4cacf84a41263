package dev.curtain.simulation;

/** Controllers that do not look at what runs. */
final class BrokenFleets {
  private BrokenFleets() {}

  /** Whoever was to go is still there. */
  static final class DoesNotLookAtWhoLeaves extends Controller {
    DoesNotLookAtWhoLeaves(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        void lookAtWhoLeaves() {}
      };
    }
  }

  /** What is ready on record is ready. */
  static final class BelievesTheRecord extends Controller {
    BelievesTheRecord(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        void begin() {
          signal();
        }
      };
    }
  }
}
