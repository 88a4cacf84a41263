package dev.curtain.server.api;

import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Switching;
import dev.curtain.flags.change.Target;
import dev.curtain.flags.change.Terms;
import dev.curtain.server.document.FlagsDocument.FlagChangeDocument;
import dev.curtain.server.flags.Approvals;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.FlagDocuments;
import dev.curtain.server.flags.FlagRefused;
import dev.curtain.server.flags.FlagRollouts;
import dev.curtain.server.flags.FlagStore;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.flags.FlagTerms;
import dev.curtain.server.flags.Rebucketing;
import dev.curtain.server.flags.Removal;
import dev.curtain.server.ofrep.Propagation;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What changes a flag. Answered once those who follow changes have it, or after a second. */
final class FlagCommands {
  private static final Duration SPREAD_WITHIN = Duration.ofSeconds(1);

  private static final List<String> SET =
      Stream.concat(FlagTerms.NAMES.stream(), Stream.of("by", "confirm")).toList();

  private final Parts parts;
  private final FlagDesk desk;
  private final Approvals approvals;

  FlagCommands(Parts parts) {
    this.parts = parts;
    this.desk = parts.flags();
    this.approvals = new Approvals(desk.store());
  }

  List<Endpoint> endpoints() {
    return List.of(
        command("off", List.of("for", "variant", "until"), this::off),
        command("on", List.of("for", "variant"), this::on),
        command("expose", List.of("variant", "percent", "ring", "for", "by"), this::expose),
        command("set", SET, this::set),
        command("schedule", List.of("at", "do", "for", "percent"), this::schedule),
        command("rollout", FlagRolloutRequest.NAMES, this::rollout),
        command("decide", List.of("variant"), this::decide),
        command("approve", List.of(), this::approve),
        command("reject", List.of(), asked -> approvals.reject(asked.name, asked.who, asked.why)),
        command("undo", List.of(), asked -> desk.store().undo(asked.name, asked.who, asked.why)),
        command("retire", List.of("references"), this::retire),
        command("remove", List.of(), this::remove));
  }

  /** A request, read. */
  private record Asked(String name, Body body, String who, String why) {
    Optional<Target> whom() {
      return body.optional("for").map(Target::of);
    }

    Cause cause(String action) {
      return Cause.of(action, who, why);
    }
  }

  private interface Done {
    Entry.FlagChanged by(Asked asked) throws FlagRefused;
  }

  private Endpoint command(String action, List<String> members, Done done) {
    List<String> optional = new ArrayList<>(members);
    optional.addAll(List.of("who", "reason"));
    return Endpoint.post(
        "/api/v1/flags/{name}/" + action,
        (request, response) -> answer(request, response, optional, done));
  }

  private void answer(
      ServerRequest request, ServerResponse response, List<String> optional, Done done)
      throws FlagRefused, InterruptedException {
    Body body = Body.read(request, List.of(), optional);
    String name = request.path().pathParameters().get("name");
    Asked asked =
        new Asked(
            name,
            body,
            body.optional("who").orElse("somebody"),
            body.optional("reason").orElse(""));
    Entry.FlagChanged change;
    try {
      change = done.by(asked);
    } catch (EditRefused e) {
      throw ApiProblem.invalid(name + ": " + e.getMessage(), "nothing was changed");
    }
    Optional<Propagation.Spread> spread =
        desk.ofrep().propagation().await(desk.store().current().revision(), SPREAD_WITHIN);
    List<Propagation.Reached> reached = spread.map(Propagation.Spread::reached).orElse(List.of());
    int waiting = spread.map(each -> each.waiting().size()).orElse(0);
    Answers.json(
        response,
        200,
        new FlagChangeDocument(
            name,
            change.action(),
            change.after().isEmpty()
                ? null
                : new FlagDocuments(desk).one(name, parts.world(), today()),
            reached.size() + waiting,
            reached.size(),
            reached.stream()
                .map(Propagation.Reached::after)
                .max(Duration::compareTo)
                .map(FlagDocuments::millis)
                .orElse(null),
            change.action().startsWith("ask ")));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
  }

  /** Never waits for an approval. */
  private Entry.FlagChanged off(Asked asked) throws FlagRefused {
    Optional<Instant> until = asked.body.optional("until").map(text -> time("until", text));
    if (until.filter(end -> !end.isAfter(parts.clock().instant())).isPresent()) {
      throw new EditRefused("until: " + until.get() + " (expected: a time to come)");
    }
    return desk.store()
        .changeKnown(
            asked.name,
            asked.cause(words("off", asked)),
            flag -> Switching.off(flag, asked.whom(), asked.body.optional("variant"), until));
  }

  private Entry.FlagChanged on(Asked asked) throws FlagRefused {
    return approvals.change(
        asked.name,
        asked.cause(words("on", asked)),
        flag -> Switching.on(flag, asked.whom(), asked.body.optional("variant")));
  }

  private static String words(String action, Asked asked) {
    return action + asked.whom().map(target -> " for " + target).orElse("");
  }

  private Entry.FlagChanged expose(Asked asked) throws FlagRefused {
    Optional<Double> percent =
        asked.body.optional("percent").map(text -> FlagRolloutRequest.number("percent", text));
    String words =
        "expose"
            + percent.map(share -> " " + Schedule.plain(share) + " %").orElse("")
            + asked.body.optional("ring").map(ring -> " ring " + ring).orElse("")
            + asked.whom().map(target -> " " + target).orElse("");
    return approvals.change(
        asked.name,
        asked.cause(words),
        flag -> {
          Exposing exposing = Exposing.of(flag, asked.body.optional("variant"));
          percent.ifPresent(exposing::percent);
          asked.body.optional("ring").ifPresent(exposing::ring);
          asked.body.optional("by").ifPresent(exposing::by);
          asked.whom().ifPresent(exposing::named);
          return Rebucketing.checked(asked.name, flag, exposing.apply(flag), Optional.empty());
        });
  }

  private Entry.FlagChanged set(Asked asked) throws FlagRefused {
    Map<String, String> said = new LinkedHashMap<>();
    FlagTerms.NAMES.forEach(
        name -> asked.body.optional(name).ifPresent(text -> said.put(name, text)));
    FlagTerms.Who who = new FlagTerms.Who(asked.who, asked.why);
    FlagStore store = desk.store();
    if (store.flags().containsKey(asked.name)) {
      return approvals.change(
          asked.name,
          asked.cause(
              "set "
                  + Stream.concat(
                          said.keySet().stream(), asked.body.optional("by").map(_ -> "by").stream())
                      .collect(Collectors.joining(", "))),
          flag ->
              Rebucketing.checked(
                  asked.name,
                  flag,
                  Rebucketing.apply(
                      FlagTerms.apply(Optional.of(flag), said, who, today()),
                      new Rebucketing.Wanted(
                          Optional.empty(), Optional.empty(), asked.body.optional("by"))),
                  asked.body.optional("confirm")));
    }
    return store.change(
        asked.name,
        asked.cause("create"),
        _ -> Optional.<Value>of(FlagTerms.apply(Optional.empty(), said, who, today())));
  }

  private Entry.FlagChanged schedule(Asked asked) throws FlagRefused {
    Instant at = time("at", asked.body.text("at"));
    if (!at.isAfter(parts.clock().instant())) {
      throw new EditRefused("at: " + at + " (expected: a time to come)");
    }
    Schedule.Item item =
        new Schedule.Item(
            at,
            asked.body.text("do"),
            asked.whom(),
            asked.body.optional("percent").map(text -> FlagRolloutRequest.number("percent", text)),
            asked.who,
            asked.why);
    return approvals.change(
        asked.name,
        asked.cause("schedule " + item.words() + " at " + at),
        flag -> Schedule.with(flag, item));
  }

  private Entry.FlagChanged rollout(Asked asked) throws FlagRefused {
    return approvals.change(
        asked.name,
        asked.cause("rollout"),
        flag -> FlagRolloutRequest.begin(flag, asked.body, asked.who, parts.clock().instant()));
  }

  /** A change that was asked for, or the next step of a flag on its way out. */
  private Entry.FlagChanged approve(Asked asked) throws FlagRefused {
    Value.Fields flag = desk.store().flag(asked.name);
    return Approvals.waiting(flag).isEmpty() && FlagRollouts.waitsForApproval(flag)
        ? desk.store()
            .changeKnown(
                asked.name,
                asked.cause("approve step"),
                before -> FlagRollouts.approved(before, asked.who))
        : approvals.approve(asked.name, asked.who, asked.why);
  }

  private Entry.FlagChanged decide(Asked asked) throws FlagRefused {
    String variant = asked.body.text("variant");
    return approvals.change(
        asked.name,
        asked.cause("decide " + variant),
        flag -> Terms.decided(flag, variant, asked.who, today()));
  }

  private Entry.FlagChanged retire(Asked asked) throws FlagRefused {
    Optional<Long> references =
        asked
            .body
            .optional("references")
            .map(text -> (long) FlagRolloutRequest.number("references", text));
    return desk.store()
        .changeKnown(
            asked.name,
            asked.cause(
                "retire" + references.map(count -> ", " + count + " references").orElse("")),
            flag -> Removal.begun(flag, asked.who, parts.clock().instant(), references));
  }

  private Entry.FlagChanged remove(Asked asked) throws FlagRefused {
    Value.Fields flag = desk.store().flag(asked.name);
    if (Terms.fact(flag, "category").equals(Optional.of("experiment"))
        && Terms.fact(flag, "decided").isEmpty()
        && asked.why.isEmpty()) {
      throw FlagRefused.invalid(
          asked.name
              + ": an experiment ends in a decision (expected: curtain flag decide "
              + asked.name
              + " --variant …, or a --reason why there is none)");
    }
    FlagDocuments documents = new FlagDocuments(desk);
    List<String> open = documents.open(asked.name, parts.world());
    if (!open.isEmpty() && asked.why.isEmpty()) {
      throw FlagRefused.invalid(
          asked.name
              + ": open or not known: "
              + String.join("; ", open)
              + " (expected: done, or a --reason)");
    }
    List<String> live = documents.readers(asked.name, parts.world());
    if (!live.isEmpty() && asked.why.isEmpty()) {
      throw FlagRefused.invalid(
          asked.name
              + ": "
              + String.join(", ", live)
              + " reads it and is live (expected: removed from the code first, or a --reason)");
    }
    return desk.store().change(asked.name, asked.cause("remove"), _ -> Optional.empty());
  }

  private static Instant time(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new EditRefused(
          name + ": " + text + " (expected: a time such as 2026-12-01T18:00:00Z)");
    }
  }
}
