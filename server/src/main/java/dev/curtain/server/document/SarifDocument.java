package dev.curtain.server.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.curtain.language.Severity;
import dev.curtain.model.advice.Catalogue;
import dev.curtain.model.advice.Page;
import dev.curtain.server.document.ValidationDocument.DiagnosticDocument;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * {@code curtain validate --format sarif}: SARIF 2.1.0, as code hosts and editors read it.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">the standard</a>
 */
public record SarifDocument(
    @JsonProperty("$schema") String schema, String version, List<Run> runs) {
  public SarifDocument {
    runs = List.copyOf(runs);
  }

  public record Run(Tool tool, String columnKind, List<Result> results) {
    public Run {
      results = List.copyOf(results);
    }
  }

  public record Tool(Driver driver) {}

  public record Driver(String name, List<RuleDescriptor> rules) {
    public Driver {
      rules = List.copyOf(rules);
    }
  }

  public record RuleDescriptor(
      String id,
      Message shortDescription,
      Message fullDescription,
      Configuration defaultConfiguration) {}

  public record Configuration(String level) {}

  public record Message(String text) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Result(
      String ruleId, int ruleIndex, String level, Message message, List<Location> locations) {
    public Result {
      locations = List.copyOf(locations);
    }
  }

  public record Location(PhysicalLocation physicalLocation) {}

  public record PhysicalLocation(ArtifactLocation artifactLocation, Region region) {}

  public record ArtifactLocation(String uri) {}

  public record Region(int startLine, int startColumn, int endLine, int endColumn) {}

  /** Everything that was found, with the whole catalogue as its rules. */
  public static SarifDocument of(List<DiagnosticDocument> found) {
    List<Page> pages = Catalogue.pages();
    List<String> codes = pages.stream().map(Page::code).toList();
    List<RuleDescriptor> rules =
        pages.stream()
            .map(page ->
                new RuleDescriptor(
                    page.code(),
                    new Message(page.title()),
                    new Message(page.why()),
                    new Configuration(level(page.severity().name()))))
            .toList();
    return of(rules, found.stream().map(one -> result(one, codes)).toList());
  }

  /** {@code results} refer to {@code rules} by their place. */
  static SarifDocument of(List<RuleDescriptor> rules, List<Result> results) {
    return new SarifDocument(
        "https://json.schemastore.org/sarif-2.1.0.json",
        "2.1.0",
        List.of(new Run(new Tool(new Driver("curtain", rules)), "utf16CodeUnits", results)));
  }

  private static Result result(DiagnosticDocument found, List<String> codes) {
    String text = found.hint().isEmpty() ? found.message() : found.message() + "; " + found.hint();
    return new Result(
        found.code(),
        codes.indexOf(found.code()),
        level(found.severity()),
        new Message(text),
        List.of(
            new Location(
                new PhysicalLocation(
                    new ArtifactLocation(uri(found.file())),
                    new Region(
                        found.line(), found.column(), found.endLine(), found.endColumn())))));
  }

  static String level(String severity) {
    return severity.equalsIgnoreCase(Severity.INFO.name())
        ? "note"
        : severity.toLowerCase(java.util.Locale.ROOT);
  }

  static String uri(String file) {
    try {
      String path = file.replace('\\', '/');
      return new URI(
              path.startsWith("/") ? "file" : null, path.startsWith("/") ? "" : null, path, null)
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file + " (expected: a path)", e);
    }
  }
}
