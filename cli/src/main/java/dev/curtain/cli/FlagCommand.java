package dev.curtain.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain flag on|off|expose|rollout|schedule|decide NAME}. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class FlagCommand implements Callable<Integer> {
  static final String FOR = "customer=acme, region=eu: an attribute of the context and its value.";

  @Mixin final Settings settings;
  @Mixin final FlagChange change = new FlagChange();

  private FlagCommand(Settings settings) {
    this.settings = settings;
  }

  @Command(
      name = "off",
      description = "Turn a flag off at once, for everybody or for some, before every rule.",
      footer = {
        "",
        "Examples:",
        "  curtain flag off new-checkout --reason 'orders fail'",
        "  curtain flag off new-checkout --for customer=acme --until 2026-12-01T00:00:00Z"
      })
  static final class Off extends FlagCommand {
    @Option(names = "--for", paramLabel = "ATTRIBUTE=VALUE", description = FOR)
    private Optional<String> whom = Optional.empty();

    @Option(names = "--variant", paramLabel = "NAME", description = "What off means, if unclear.")
    private Optional<String> variant = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends by itself.")
    private Optional<String> until = Optional.empty();

    Off(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      return change.send(
          settings, "off", FlagChange.members("for", whom, "variant", variant, "until", until));
    }
  }

  @Command(
      name = "on",
      description = {
        "Lift what turned a flag off: what was in force before is in force again.",
        "Where nothing turned it off, everybody gets it, or those named."
      },
      footer = {
        "",
        "Examples:",
        "  curtain flag on new-checkout",
        "  curtain flag on new-checkout --for customer=acme"
      })
  static final class On extends FlagCommand {
    @Option(names = "--for", paramLabel = "ATTRIBUTE=VALUE", description = FOR)
    private Optional<String> whom = Optional.empty();

    @Option(names = "--variant", paramLabel = "NAME", description = "What on means, if unclear.")
    private Optional<String> variant = Optional.empty();

    On(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      return change.send(settings, "on", FlagChange.members("for", whom, "variant", variant));
    }
  }

  @Command(
      name = "expose",
      description = "Let a variant out to a share of everybody, a ring, or those named.",
      footer = {
        "",
        "Examples:",
        "  curtain flag expose new-checkout --percent 10",
        "  curtain flag expose new-checkout --ring early --for customer=acme"
      })
  static final class Expose extends FlagCommand {
    @Option(names = "--percent", paramLabel = "N", description = "Share of everybody, 0..100.")
    private Optional<Double> percent = Optional.empty();

    @Option(names = "--ring", paramLabel = "NAME", description = "A ring and those inside it.")
    private Optional<String> ring = Optional.empty();

    @Option(names = "--for", paramLabel = "ATTRIBUTE=VALUE", description = FOR)
    private Optional<String> whom = Optional.empty();

    @Option(names = "--by", paramLabel = "ATTRIBUTE", description = "What a share is a share of.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--variant", paramLabel = "NAME", description = "Which variant (on).")
    private Optional<String> variant = Optional.empty();

    Expose(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      if (percent.isEmpty() && ring.isEmpty() && whom.isEmpty()) {
        throw Failure.usage("expose to whom? (expected: --percent, --ring or --for)");
      }
      return change.send(
          settings,
          "expose",
          FlagChange.members(
              "percent", percent, "ring", ring, "for", whom, "by", by, "variant", variant));
    }
  }

  @Command(
      name = "rollout",
      description = {
        "Let a variant out step by step, judged by how its users fare: on while nothing speaks",
        "against it, to everybody once the harm is bounded, off with the evidence where there is"
            + " harm."
      },
      footer = {
        "",
        "Examples:",
        "  curtain flag rollout new-checkout --steps 1,10,50,100 --every 30m --outcomes router",
        "  curtain flag rollout new-checkout --steps 'ring=early,region=eu,10,approve:100'"
      })
  static final class Rollout extends FlagCommand {
    @Option(
        names = "--steps",
        paramLabel = "N,…",
        description = {
          "Shares, ring=NAME, customer=A|B, region=R; approve: before one (1,10,50,100)."
        })
    private Optional<String> steps = Optional.empty();

    @Option(names = "--every", paramLabel = "TIME", description = "A step's least time (10m).")
    private Optional<String> every = Optional.empty();

    @Option(
        names = "--tolerance",
        paramLabel = "N",
        description = "Percentage points worse than the unexposed that are no harm (0.5).")
    private Optional<Double> tolerance = Optional.empty();

    @Option(names = "--minimum", paramLabel = "N", description = "Requests before a step (100).")
    private Optional<Long> minimum = Optional.empty();

    @Option(names = "--variant", paramLabel = "NAME", description = "Which variant (on).")
    private Optional<String> variant = Optional.empty();

    @Option(
        names = "--outcomes",
        paramLabel = "WHO",
        description = {
          "Who says how users fare: clients, which report it (clients), or the router, which",
          "counts; then the targeting key has to be the user whom the router knows."
        })
    private Optional<String> outcomes = Optional.empty();

    Rollout(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      return change.send(
          settings,
          "rollout",
          FlagChange.members(
              "steps",
              steps,
              "every",
              every,
              "tolerance",
              tolerance,
              "minimum",
              minimum,
              "variant",
              variant,
              "outcomes",
              outcomes));
    }
  }

  @Command(
      name = "schedule",
      description = "Let a change happen by itself at a time.",
      footer = {
        "",
        "Examples:",
        "  curtain flag schedule new-checkout --at 2026-12-01T06:00:00Z --do on",
        "  curtain flag schedule new-checkout --at 2026-12-01T06:00:00Z --do expose --percent 50"
      })
  static final class Plan extends FlagCommand {
    @Option(names = "--at", paramLabel = "TIME", required = true, description = "When, in UTC.")
    private String at = "";

    @Option(names = "--do", paramLabel = "WHAT", required = true, description = "on, off, expose.")
    private String what = "";

    @Option(names = "--for", paramLabel = "ATTRIBUTE=VALUE", description = FOR)
    private Optional<String> whom = Optional.empty();

    @Option(names = "--percent", paramLabel = "N", description = "Of expose, 0..100.")
    private Optional<Double> percent = Optional.empty();

    Plan(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      return change.send(
          settings,
          "schedule",
          FlagChange.members(
              "at", Optional.of(at), "do", Optional.of(what), "for", whom, "percent", percent));
    }
  }

  @Command(
      name = "decide",
      description = "End an experiment: everybody gets this variant, and it is on record.",
      footer = {
        "",
        "Examples:",
        "  curtain flag decide button-colour --variant blue --reason '+2 %% orders'",
        "  curtain flag decide new-search --variant off --json"
      })
  static final class Decide extends FlagCommand {
    @Option(names = "--variant", paramLabel = "NAME", required = true, description = "Which.")
    private String variant = "";

    Decide(Settings settings) {
      super(settings);
    }

    @Override
    public Integer call() throws InterruptedException {
      return change.send(settings, "decide", FlagChange.members("variant", Optional.of(variant)));
    }
  }
}
