package dev.curtain.model.advice;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.model.Sources;
import java.util.ArrayList;
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
          new NeverDeployed(),
          new CanaryOfOneUser(),
          new NoWayBack(),
          new NothingMeasured(),
          new MisspelledKey());

  private Linter() {}

  /**
   * As {@link ModelReader#read}, with advice where the text has no errors: a model that is half
   * understood is not judged. What the text allows is left out.
   */
  public static Resolution lint(String text) {
    return lint("", text, Sources.NONE);
  }

  /** The same with what the text imports; see {@link ModelReader#read(String, String, Sources)}. */
  public static Resolution lint(String name, String text, Sources sources) {
    Resolution read = ModelReader.read(name, text, sources);
    Findings findings = new Findings();
    if (!read.hasErrors()) {
      ADVICE.forEach(advice -> advice.check(read.model(), findings));
      NothingSaid.check(read, findings);
    }
    List<Diagnostic> all = new ArrayList<>(read.diagnostics());
    all.addAll(findings.all());
    List<Diagnostic> kept = Allowances.of(read.sources()).filter(all);
    return read.saying(
        Severities.of(read.sources()).apply(kept).stream().sorted(Diagnostic.IN_ORDER).toList());
  }
}
