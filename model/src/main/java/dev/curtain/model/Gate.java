package dev.curtain.model;

import java.time.Duration;
import java.util.List;

/** What may hold a rollout before a step. */
public sealed interface Gate {
  /** The field's own name: {@code approval}, {@code window} … */
  String label();

  /**
   * People have to agree.
   *
   * @param needed how many different people
   * @param from who may; empty: anybody
   */
  record Approval(int needed, List<String> from) implements Gate {
    public Approval {
      from = List.copyOf(from);
    }

    @Override
    public String label() {
      return "approval";
    }
  }

  /**
   * Only at certain times. Any period of {@code deny} that is on wins; without {@code allow} every
   * other time is allowed.
   *
   * @param zone of the times, as {@code Europe/Berlin}
   */
  record Window(List<Period> allow, List<Period> deny, String zone) implements Gate {
    public Window {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }

    @Override
    public String label() {
      return "window";
    }
  }

  /**
   * A stretch of time that comes again and again.
   *
   * @param cron when it begins: minute, hour, day of month, month, day of week
   */
  record Period(String cron, Duration lasting) {}

  /** An expression in CEL that has to be true. */
  record Policy(String expression) implements Gate {
    @Override
    public String label() {
      return "policy";
    }
  }

  /**
   * The service's error budget is not spent.
   *
   * @param target share of requests that are to be answered well, per cent
   */
  record Budget(double target) implements Gate {
    @Override
    public String label() {
      return "budget";
    }
  }

  /** Every item is ticked off by somebody. */
  record Checklist(List<String> items) implements Gate {
    public Checklist {
      items = List.copyOf(items);
    }

    @Override
    public String label() {
      return "checklist";
    }
  }

  /** These services are not in the middle of a change, and run what they are to run. */
  record After(List<String> services) implements Gate {
    public After {
      services = List.copyOf(services);
    }

    @Override
    public String label() {
      return "after";
    }
  }

  /** A database migration is done. */
  record Migration(String name) implements Gate {
    @Override
    public String label() {
      return "migration";
    }
  }

  /**
   * A feature flag is let out, step by step and judged, until everybody has it; the rollout begins
   * that when it comes here.
   *
   * @param flag its key
   * @param steps as {@code ring=early}, {@code 10}; the last is 100
   * @param every how long a step lasts at least
   */
  record Exposed(String flag, List<String> steps, Duration every) implements Gate {
    public Exposed {
      steps = List.copyOf(steps);
    }

    @Override
    public String label() {
      return "flag";
    }
  }

  /** Every replica of both versions that is wanted is ready. */
  record Health() implements Gate {
    @Override
    public String label() {
      return "health";
    }
  }

  /**
   * Every replica of the new version answers its smoke request with 2xx.
   *
   * @param path of the request
   */
  record Smoke(String path) implements Gate {
    @Override
    public String label() {
      return "smoke";
    }
  }

  /** Any one region may be lost: the others are there and may grow to what it carries. */
  record Spare() implements Gate {
    @Override
    public String label() {
      return "spare";
    }
  }

  /**
   * A drill of this kind was carried out well not longer ago than this.
   *
   * @param kind {@code rollback} or {@code failover}
   */
  record Drilled(String kind, Duration within) implements Gate {
    @Override
    public String label() {
      return "drill";
    }
  }
}
