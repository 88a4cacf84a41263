package dev.curtain.analysis.series;

/** Which way a metric must move to be bad. */
public enum Direction {
  INCREASE,
  DECREASE,
  EITHER
}
