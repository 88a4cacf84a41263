package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.choice.Choice;
import dev.curtain.model.choice.Chooser;
import dev.curtain.model.choice.Told;
import dev.curtain.server.document.AdviceDocument;
import dev.curtain.server.document.Documents;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain advise FILE [PATH]}: which strategy fits, and why. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    description =
        "Say which strategy fits a service, by five questions that the model answers or you do, and"
            + " who would meet a bad version under each.",
    footer = {
      "",
      "Examples:",
      "  curtain advise shop.sruja",
      "  curtain advise shop.sruja Shop.API --budget tight --rps 20000 --json"
    })
final class AdviseCommand implements Callable<Integer> {
  @Mixin private Subject subject = new Subject();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "One service; without it all that take versions.")
  private Optional<String> path = Optional.empty();

  @Option(names = "--downtime", paramLabel = "yes|no", description = "May it be down meanwhile?")
  private Optional<String> downtime = Optional.empty();

  @Option(names = "--budget", paramLabel = "B", description = "tight, normal or generous.")
  private Optional<Told.Budget> budget = Optional.empty();

  @Option(names = "--criticality", paramLabel = "C", description = "critical, important or normal.")
  private Optional<Told.Criticality> criticality = Optional.empty();

  @Option(names = "--rps", paramLabel = "N", description = "Requests per second.")
  private Optional<Double> rps = Optional.empty();

  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  AdviseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    Told told = told();
    ModelFile model = subject.read(screen);
    Optional<Deployment> placed = subject.placed(model);
    List<Choice> choices =
        placed
            .map(each ->
                services(model, each).stream()
                    .map(service -> Chooser.choose(model.resolution().model(), each, service, told))
                    .toList())
            .orElse(List.of());
    Optional<String> id = placed.map(Deployment::id);
    if (output.json()) {
      screen.line(Documents.pretty(AdviceDocument.of(subject.file(), id, choices)));
    } else {
      new AdvicePage(screen).print(subject.file(), id.orElse(""), choices);
    }
    return ExitCode.GOOD;
  }

  private Told told() {
    if (rps.isPresent() && !(rps.get() > 0 && rps.get() <= 1e9)) {
      throw Failure.usage("--rps " + rps.get() + " (expected: above 0)");
    }
    Optional<Boolean> down =
        downtime.map(text ->
            switch (text) {
              case "yes" -> true;
              case "no" -> false;
              default -> throw Failure.usage("--downtime " + text + " (expected: yes or no)");
            });
    return new Told(
        down, budget, criticality, rps.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  private List<Service> services(ModelFile model, Deployment placed) {
    List<Service> all = Chooser.services(model.resolution().model(), placed);
    if (path.isEmpty()) {
      return all;
    }
    Optional<Service> store =
        placed.services().stream()
            .filter(each -> each.element().equals(path.get()))
            .filter(each -> Chooser.store(each, model.resolution().model()))
            .findFirst();
    if (store.isPresent()) {
      throw Failure.usage(
          path.get()
              + " holds data: no strategy replaces it. Its shape changes by curtain migrate"
              + " (docs/migrations.md)");
    }
    List<Service> found = all.stream().filter(each -> each.element().equals(path.get())).toList();
    if (found.isEmpty()) {
      throw Failure.usage(
          path.get()
              + ": no such service in "
              + placed.id()
              + " (expected: one of "
              + all.stream().map(Service::element).collect(Collectors.joining(", "))
              + ")");
    }
    return found;
  }
}
