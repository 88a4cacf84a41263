package dev.curtain.model.choice;

import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Gate;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import dev.curtain.model.choice.Answer.Question;
import dev.curtain.model.choice.Choice.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which strategy fits the services of a deployment. */
public final class Chooser {
  private static final Set<String> STORES = Set.of("database", "datastore", "queue", "cache");
  private static final List<String> REGULATED =
      List.of("compliance", "regulated", "pci", "hipaa", "gdpr", "sox");

  private Chooser() {}

  /** The services that take versions by a rollout; a store changes its shape by a migration. */
  public static List<Service> services(SystemModel model, Deployment deployment) {
    return deployment.services().stream().filter(service -> !store(service, model)).toList();
  }

  /** Whether an element holds data, and is no service. */
  public static boolean store(Service service, SystemModel model) {
    return model.elements().stream()
        .filter(element -> element.path().equals(service.element()))
        .map(Element::kind)
        .anyMatch(STORES::contains);
  }

  /** One service, by what is told and what the model says. */
  public static Choice choose(
      SystemModel model, Deployment deployment, Service service, Told told) {
    Traits traits = new Traits(service.element(), model.elements(), deployment);
    Answers asked = new Answers(service, traits, told, Thresholds.USUAL);
    List<Answer> answers = asked.all();
    List<Ranked> ranking = new ArrayList<>();
    for (Way way : Way.values()) {
      ranking.add(
          new Ranked(
              way,
              answers.stream()
                  .filter(each -> each.speaksFor().contains(way))
                  .map(Answer::question)
                  .toList(),
              answers.stream()
                  .filter(each -> each.rulesOut().contains(way))
                  .map(Answer::question)
                  .toList()));
    }
    // The order of the ways decides between equals: the more careful one.
    ranking.sort(
        Comparator.comparing((Ranked each) -> !each.ruledOutBy().isEmpty())
            .thenComparing(each -> -each.votes()));
    Way suggested = ranking.getFirst().way();
    return new Choice(
        service.element(),
        service.strategy().label(),
        answers,
        ranking,
        tree(asked, answers, suggested),
        notes(traits, answers),
        improvement(service, asked, suggested));
  }

  /**
   * The tree asks for downtime, then for replicas; it knows high traffic as a case of its own, and
   * neither budget nor criticality.
   */
  private static Choice.Tree tree(Answers asked, List<Answer> answers, Way suggested) {
    boolean down = answers.getFirst().says().equals("yes");
    boolean several = asked.replicasServing() > 1;
    boolean high = answers.getLast().says().endsWith("high");
    Way says = high ? Way.CANARY : down && several ? Way.ROLLING : Way.BLUE_GREEN;
    if (says == suggested) {
      return new Choice.Tree(says, Optional.empty());
    }
    String why =
        down && !several
            ? "with one replica it says blue-green even where a gap is allowed"
            : "it asks neither for the budget nor for how critical the service is";
    return new Choice.Tree(says, Optional.of(why));
  }

  private static List<String> notes(Traits traits, List<Answer> answers) {
    List<String> notes = new ArrayList<>();
    boolean regulated =
        traits.text("compliance").isPresent() || REGULATED.stream().anyMatch(traits::is);
    if (regulated) {
      notes.add(
          "It is regulated: let somebody approve it, and keep a policy and the error budget as"
              + " gates (docs/gates.md).");
    }
    boolean small =
        answers.getFirst().says().equals("yes")
            && answers.get(Question.REPLICAS.ordinal()).says().equals("1")
            && answers.getLast().says().endsWith("low");
    if (small) {
      notes.add(
          "One replica, little traffic and a gap that hurts nobody: recreate with a smoke check in"
              + " a window is enough.");
    }
    return notes;
  }

  /** The first thing that is missing, in the order in which it helps. */
  private static Optional<String> improvement(Service service, Answers asked, Way suggested) {
    RollbackPolicy rollback = service.rollback();
    boolean bounded = rollback.errorRate().isPresent() || !rollback.latencies().isEmpty();
    boolean drilled =
        service.release().gates().values().stream()
            .flatMap(List::stream)
            .anyMatch(gate -> gate instanceof Gate.Drilled);
    Optional<Way> present = Way.of(service.strategy());
    if (asked.replicasServing() == 1) {
      return Optional.of("Run a second replica: with one, every failure is an outage.");
    }
    if (present.equals(Optional.of(Way.RECREATE)) && suggested != Way.RECREATE) {
      return Optional.of(
          "Leave recreate: deployment_strategy \"" + suggested.label() + "\" has no gap.");
    }
    if (!rollback.enabled()) {
      return Optional.of("Let it go back by itself: auto_rollback { enabled true }.");
    }
    if (service.launch().health().isEmpty()) {
      return Optional.of("Say how its health is asked for: health \"/healthz\".");
    }
    if (!bounded) {
      return Optional.of(
          "Say what is too bad: auto_rollback { error_rate \"> 1%\" latency_p95 \"> 500ms\" }.");
    }
    if (present.equals(Optional.of(Way.ROLLING)) && suggested == Way.CANARY) {
      return Optional.of("Let few users meet a version first: deployment_strategy \"canary\".");
    }
    if (!drilled) {
      return Optional.of(
          "Ask for fresh evidence that the way back works: a gate drill (docs/gates.md).");
    }
    return Optional.empty();
  }
}
