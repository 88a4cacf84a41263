package dev.curtain.server.document;

import dev.curtain.analysis.Tally;
import dev.curtain.analysis.slo.Budget;
import dev.curtain.analysis.slo.BurnAlert;
import dev.curtain.analysis.slo.Objective;
import dev.curtain.model.Gate;
import dev.curtain.model.Release;
import dev.curtain.model.Service;
import dev.curtain.rollout.Windows;
import dev.curtain.router.Measures;
import dev.curtain.server.engine.Budgets;
import dev.curtain.server.slo.Promise;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.slo.Window;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain slo --json}: objectives against what users got.
 *
 * @param source where the figures are from
 */
public record SloDocument(String at, String source, List<ServiceSlos> services) {
  private static final Duration HOUR = Duration.ofHours(1);

  public SloDocument {
    services = List.copyOf(services);
  }

  /**
   * @param uptime per cent of its requests in 30 days that were answered well, whatever is
   *     promised; null where there were none
   * @param uptimeCoveredMillis how much of these days was measured
   * @param objectives none where the model promises nothing for this service
   * @param gates that look at the budget
   */
  public record ServiceSlos(
      String service,
      String title,
      @Nullable Double uptime,
      long uptimeCoveredMillis,
      List<ObjectiveDocument> objectives,
      List<BudgetGateDocument> gates) {
    public ServiceSlos {
      objectives = List.copyOf(objectives);
      gates = List.copyOf(gates);
    }
  }

  /**
   * @param node of an objective for one place; null: everywhere
   * @param text as the model has it
   * @param target share of requests to be good, per cent
   * @param boundMillis a request is good if it took less; null: if it did not fail
   * @param allowedDowntimeMillis total outage in a period that spends the whole budget
   * @param since when its requests began to be counted; null: they are not
   * @param coveredMillis how much of the period was measured
   * @param good per cent of the requests in the period; null where there were none
   * @param budgetLeft per cent of the budget, below 0 where it is overspent; null: not known
   * @param exhaustedInMillis from now, if it goes on as in the last hour; null: never, or not known
   */
  public record ObjectiveDocument(
      String metric,
      @Nullable String node,
      String text,
      double target,
      @Nullable Double boundMillis,
      long periodMillis,
      long allowedDowntimeMillis,
      @Nullable String since,
      long coveredMillis,
      long requests,
      long bad,
      @Nullable Double good,
      @Nullable Double budgetLeft,
      @Nullable Double requestsPerHour,
      @Nullable Long exhaustedInMillis,
      List<AlertDocument> alerts) {
    public ObjectiveDocument {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * A pair of windows.
   *
   * @param severity {@code page} or {@code ticket}
   * @param factor of the sustainable rate, above which both windows have to be
   * @param longBurn times sustainable; null where nothing was measured
   * @param longCoveredMillis how much of the long window was measured
   * @param canFire whether a total outage would fire it
   * @param objection what is wrong with it for this traffic; null: nothing
   * @param outageFiresMillis how long a total outage lasts until it fires; null: never
   */
  public record AlertDocument(
      String severity,
      double factor,
      long longMillis,
      long shortMillis,
      @Nullable Double longBurn,
      @Nullable Double shortBurn,
      long longCoveredMillis,
      boolean firing,
      boolean canFire,
      @Nullable String objection,
      @Nullable Long outageFiresMillis) {}

  /**
   * @param point before what it stands: {@code start}, {@code first}, {@code each}, {@code full},
   *     {@code end}
   * @param open null: the router gives no measures
   */
  public record BudgetGateDocument(
      String point, double target, @Nullable Boolean open, String reason) {}

  /**
   * @param measures of the router now, which gates look at; empty where it does not answer
   */
  public static SloDocument of(
      List<Service> services, SloBook book, World world, Optional<Measures> measures, Instant now) {
    return new SloDocument(
        now.toString(),
        "the router's counts of every track",
        services.stream().map(service -> service(service, book, world, measures, now)).toList());
  }

  private static ServiceSlos service(
      Service service, SloBook book, World world, Optional<Measures> measures, Instant now) {
    Window month = book.uptime(service.element(), Objective.MONTH, now);
    return new ServiceSlos(
        service.element(),
        service.title(),
        known(100 * (1 - month.tally().rate())),
        month.covered().toMillis(),
        book.promises().stream()
            .filter(promise -> promise.service().equals(service.element()))
            .map(promise -> objective(promise, book, now))
            .toList(),
        gates(service, book, world, measures, now));
  }

  private static ObjectiveDocument objective(Promise promise, SloBook book, Instant now) {
    Objective objective = promise.objective();
    Window period = book.window(promise, objective.period(), now);
    Window hour = book.window(promise, HOUR, now);
    Optional<Budget> budget = Budget.of(objective, period.tally());
    double burn = Budget.burnRate(objective, hour.tally());
    double perHour =
        hour.covered().isZero()
            ? Double.NaN
            : hour.tally().n() * (double) HOUR.toMillis() / hour.covered().toMillis();
    return new ObjectiveDocument(
        promise.metric(),
        promise.node().orElse(null),
        promise.text(),
        100 * objective.target(),
        promise.boundMicros().isPresent()
            ? Double.valueOf(promise.boundMicros().getAsLong() / 1_000.0)
            : null,
        objective.period().toMillis(),
        objective.allowedDowntime().toMillis(),
        book.since(promise).map(Instant::toString).orElse(null),
        period.covered().toMillis(),
        period.tally().n(),
        period.tally().bad(),
        known(100 * (1 - period.tally().rate())),
        budget.map(each -> 100 * each.left()).orElse(null),
        known(perHour),
        Double.isNaN(burn)
            ? null
            : budget.flatMap(each -> each.exhausted(burn)).map(Duration::toMillis).orElse(null),
        BurnAlert.standard(objective.period()).stream()
            .map(alert -> alert(alert, promise, book, perHour, now))
            .toList());
  }

  private static AlertDocument alert(
      BurnAlert alert, Promise promise, SloBook book, double perHour, Instant now) {
    Objective objective = promise.objective();
    Window longer = book.window(promise, alert.longWindow(), now);
    Tally shorter = book.window(promise, alert.shortWindow(), now).tally();
    Optional<String> objection =
        Double.isNaN(perHour) && alert.canFire(objective)
            ? Optional.empty()
            : alert.objection(objective, perHour);
    return new AlertDocument(
        alert.severity().name().toLowerCase(Locale.ROOT),
        alert.factor(),
        alert.longWindow().toMillis(),
        alert.shortWindow().toMillis(),
        known(Budget.burnRate(objective, longer.tally())),
        known(Budget.burnRate(objective, shorter)),
        longer.covered().toMillis(),
        alert.fires(objective, longer.tally(), shorter),
        alert.canFire(objective),
        objection.orElse(null),
        alert.timeToFire(objective, 1).map(Duration::toMillis).orElse(null));
  }

  private static List<BudgetGateDocument> gates(
      Service service, SloBook book, World world, Optional<Measures> measures, Instant now) {
    List<BudgetGateDocument> found = new ArrayList<>();
    Map<Release.Point, List<Gate>> gates = service.release().gates();
    Optional<ServiceState> state = Optional.ofNullable(world.services().get(service.element()));
    for (Release.Point point : Arrays.asList(Release.Point.values())) {
      for (Gate gate : gates.getOrDefault(point, List.of())) {
        if (gate instanceof Gate.Budget budget) {
          Optional<Windows.Answer> answer =
              state.flatMap(
                  each -> measures.map(_ -> Budgets.answer(book, each.path(), budget, now)));
          found.add(
              new BudgetGateDocument(
                  point.name().toLowerCase(Locale.ROOT),
                  budget.target(),
                  answer.map(Windows.Answer::open).orElse(null),
                  answer
                      .map(Windows.Answer::reason)
                      .orElse("the router gives no measures, so that it would stay closed")));
        }
      }
    }
    return found;
  }

  private static @Nullable Double known(double figure) {
    return Double.isNaN(figure) ? null : Double.valueOf(figure);
  }
}
