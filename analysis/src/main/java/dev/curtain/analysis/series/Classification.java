package dev.curtain.analysis.series;

/** What the comparison of two series found. */
public enum Classification {
  PASS("Pass"),
  /** The experiment is higher than the control, and high is bad. */
  HIGH("High"),
  /** The experiment is lower than the control, and low is bad. */
  LOW("Low"),
  NODATA("Nodata"),
  /** No data for a metric that must have some. */
  NODATA_FAIL_METRIC("NodataFailMetric"),
  /** The comparison could not be computed. */
  ERROR("Error");

  private final String label;

  Classification(String label) {
    this.label = label;
  }

  /** The name that Kayenta gives it. */
  public String label() {
    return label;
  }
}
