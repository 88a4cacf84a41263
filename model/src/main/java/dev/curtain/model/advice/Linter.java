package dev.curtain.model.advice;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.SyntaxTree;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads a text and says everything there is to say about it, advice included. */
public final class Linter {
  static final List<Advice> ADVICE =
      List.of(
          new OneFailureDomain(),
          new Headroom(),
          new CanaryWithoutBounds(),
          new GreenTooSmall(),
          new StandbyWithoutCapacity(),
          new RollingToNothing(),
          new FloatingTag(),
          new PlainSecret(),
          new RegionLoss(),
          new WeakerObjective(),
          new QuantilesOutOfOrder(),
          new NeverDeployed());

  private Linter() {}

  /**
   * As {@link ModelReader#read}, with advice where the text has no errors: a model that is half
   * understood is not judged. What the text allows is left out.
   */
  public static Resolution lint(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    Resolution read = ModelReader.resolve(parsed.tree(), parsed.diagnostics());
    Findings findings = new Findings();
    if (!read.hasErrors()) {
      ADVICE.forEach(advice -> advice.check(read.model(), findings));
    }
    List<Diagnostic> all = new ArrayList<>(read.diagnostics());
    all.addAll(findings.all());
    List<Diagnostic> kept = new ArrayList<>(Allowances.of(parsed.tree()).filter(all));
    kept.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().offset()));
    return new Resolution(read.model(), kept);
  }
}
