package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Properties;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A first step so small that hardly anybody meets it. */
final class CanaryOfOneUser implements Advice {
  /** Fewer people than this are an anecdote. */
  private static final int FEWEST = 10;

  @Override
  public Page page() {
    return new Page(
        "A017",
        Severity.INFO,
        "a canary of a handful of users",
        "Users stay on the side they were given, so one per cent of a hundred users is one person:"
            + " whether that person does what breaks is luck, and the step proves nothing. Said"
            + " where the model says how many users there are (users 200 on a container, an"
            + " instance or the deployment).",
        """
        Shop = system "Shop" { API = container "API" { users 200 } }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              canary_percentage 1
              auto_rollback { error_rate "> 1%" }
            }
          }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" { users 20000 } }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              canary_percentage 1
              auto_rollback { error_rate "> 1%" }
            }
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        if (service.strategy() instanceof Strategy.Canary canary) {
          Instance first = site.first(service);
          Optional<Properties> element =
              model.elements().stream()
                  .filter(each -> each.path().equals(service.element()))
                  .map(Element::properties)
                  .findFirst();
          users(
                  Stream.of(
                      Optional.of(first.properties()),
                      element,
                      Optional.of(deployment.properties())))
              .ifPresent(users -> check(service, first, canary.steps(), users, findings));
        }
      }
    }
  }

  private static Optional<Integer> users(Stream<Optional<Properties>> sources) {
    return sources
        .flatMap(Optional::stream)
        .map(source -> Site.count(source, "users"))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .findFirst();
  }

  private void check(
      Service service, Instance first, List<Double> steps, int users, Findings findings) {
    long met = Math.round(users * steps.getFirst() / 100);
    if (met < FEWEST && steps.getFirst() < 100) {
      findings.add(
          page(),
          first.span(),
          "the first step of "
              + service.element()
              + " ("
              + number(steps.getFirst())
              + " %) is about "
              + (met == 1 ? "1 user" : met + " users")
              + " of "
              + users,
          "begin with at least "
              + number(Math.ceil(100.0 * FEWEST / Math.max(users, FEWEST)))
              + " %");
    }
  }

  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
