package dev.curtain.rollout;

import java.util.Optional;

/** What is known of database migrations; whoever carries them out says so. */
public interface Migrations {
  /** Nobody carries out migrations. */
  Migrations NONE = _ -> Optional.empty();

  /** Whether a migration is done; empty: it is not known, which is not a yes. */
  Optional<Boolean> done(String name);
}
