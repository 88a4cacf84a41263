package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.language.Span;

/** What can be wrong with the meaning of a text. */
public enum Rule {
  UNKNOWN_NAME("N001", Severity.ERROR, "a name refers to nothing in this file"),
  AMBIGUOUS_NAME("N002", Severity.ERROR, "a name refers to several things"),
  DUPLICATE_ELEMENT("N003", Severity.ERROR, "two elements have the same path"),
  DUPLICATE_PLACE("N004", Severity.ERROR, "two deployments, nodes or instances have the same path"),
  TAKEN_AS_NAMED(
      "N005", Severity.INFO, "a file that declares no elements: they are taken as named"),
  DUPLICATE_PROPERTY("N006", Severity.ERROR, "a property that has one value is given twice"),
  UNKNOWN_KIND("N007", Severity.WARNING, "an element is of a kind that nothing declares"),
  UNKNOWN_STEP("N008", Severity.WARNING, "a step of a scenario names something unknown"),
  UNREAD_IMPORT("N009", Severity.WARNING, "another file is imported, and is not read"),
  MISSING_IMPORT("N010", Severity.ERROR, "a file that is imported cannot be read"),
  IMPORT_CYCLE("N011", Severity.ERROR, "files import each other in a circle"),
  NOT_IN_IMPORT("N012", Severity.ERROR, "an import names what its file does not declare"),
  UNKNOWN_IN_VIEW("N013", Severity.WARNING, "a view names something unknown"),
  DUPLICATE_VIEW("N014", Severity.WARNING, "two views have the same name"),
  BAD_COLOUR("N015", Severity.WARNING, "a style has a colour that is none"),
  BAD_DURATION("Q001", Severity.ERROR, "a duration cannot be read"),
  BAD_PERCENTAGE("Q002", Severity.ERROR, "a percentage cannot be read"),
  BAD_INTEGER("Q003", Severity.ERROR, "a whole number cannot be read"),
  BAD_CPU("Q004", Severity.ERROR, "an amount of CPU cannot be read"),
  BAD_SIZE("Q005", Severity.ERROR, "an amount of memory cannot be read"),
  BAD_BOOLEAN("Q006", Severity.ERROR, "neither true nor false"),
  WRONG_COMPARISON("Q007", Severity.ERROR, "a threshold points the wrong way"),
  BAD_ANALYSIS("Q008", Severity.ERROR, "how a metric is judged cannot be read"),
  TRAFFIC_SUM("D001", Severity.ERROR, "shares of traffic do not add up to 100 %"),
  TRAFFIC_RANGE("D002", Severity.ERROR, "a share of traffic is outside 0 to 100 %"),
  REPLICA_RANGE("D003", Severity.ERROR, "replicas are outside min_replicas to max_replicas"),
  UNKNOWN_STRATEGY("D004", Severity.ERROR, "a deployment strategy is not known"),
  TOO_MANY_VERSIONS("D005", Severity.ERROR, "more than two versions of a service side by side"),
  BAD_STEPS("D006", Severity.ERROR, "the steps of a rollout do not rise to 100 %"),
  STUCK_ROLLING("D007", Severity.ERROR, "a rolling update that may change nothing"),
  MISPLACED("D008", Severity.ERROR, "a node or instance stands outside any deployment"),
  BAD_GATE("D009", Severity.ERROR, "a gate cannot be read"),
  BAD_AUDIENCE("D010", Severity.ERROR, "a ring or an audience cannot be read"),
  INCOMPLETE_FLAG("F001", Severity.ERROR, "a flag has no category, owner or removal day"),
  UNKNOWN_FLAG_CATEGORY("F002", Severity.ERROR, "a flag's category is not known"),
  BAD_FLAG_DAYS("F003", Severity.ERROR, "a flag's days make no sense, or it lives too long"),
  UNKNOWN_FLAG_SERVICE("F004", Severity.ERROR, "a flag is read by a service that is not there"),
  BAD_FLAG_VARIANTS("F005", Severity.ERROR, "a flag's variants make no sense"),
  TANGLED_FLAGS("F006", Severity.ERROR, "a flag waits for what is no flag, or for itself"),
  BAD_FLAG_KEY("F007", Severity.ERROR, "a flag's key cannot be asked for, or is another's"),
  PERMISSION_FLAG("F008", Severity.INFO, "a permission is kept as a flag"),
  FLAG_WITHOUT_SERVICE("F009", Severity.INFO, "a flag does not say who reads it"),
  OLD_SYNTAX("A001", Severity.INFO, "the file is written in an older form of the language"),
  STANDBY_ONLY("A002", Severity.WARNING, "a service runs in standby places only");

  private final String code;
  private final Severity severity;
  private final String summary;

  Rule(String code, Severity severity, String summary) {
    this.code = code;
    this.severity = severity;
    this.summary = summary;
  }

  public String code() {
    return code;
  }

  public Severity severity() {
    return severity;
  }

  public String summary() {
    return summary;
  }

  Diagnostic at(Span span, String message, String hint) {
    return new Diagnostic(code, severity, message, hint, span);
  }
}
