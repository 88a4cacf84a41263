package dev.curtain.migration.lint;

/** Looks at one statement and says what is wrong with it. */
@FunctionalInterface
interface Check {
  void check(Subject subject, Report report);
}
