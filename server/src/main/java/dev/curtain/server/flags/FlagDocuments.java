package dev.curtain.server.flags;

import dev.curtain.analysis.Verdict;
import dev.curtain.flags.Exposed;
import dev.curtain.flags.Flag;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Switching;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import dev.curtain.server.document.FlagsDocument.FlagEventDocument;
import dev.curtain.server.document.FlagsDocument.FlagHistoryDocument;
import dev.curtain.server.document.FlagsDocument.FlagRolloutDocument;
import dev.curtain.server.document.FlagsDocument.LiveDocument;
import dev.curtain.server.document.FlagsDocument.PropagationDocument;
import dev.curtain.server.document.FlagsDocument.ReachedDocument;
import dev.curtain.server.document.FlagsDocument.RemovalDocument;
import dev.curtain.server.document.FlagsDocument.RemovalStepDocument;
import dev.curtain.server.document.FlagsDocument.ScheduledDocument;
import dev.curtain.server.document.FlagsDocument.SpreadDocument;
import dev.curtain.server.ofrep.Propagation;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is known of flags, as documents. */
public final class FlagDocuments {
  private static final double NANOS_PER_MILLI = 1e6;

  private final FlagDesk desk;

  public FlagDocuments(FlagDesk desk) {
    this.desk = desk;
  }

  public List<FlagDocument> all(World world, LocalDate today) {
    desk.store().settled();
    FlagSet set = desk.store().current().flags();
    Set<String> live = liveVersions(world);
    return set.flags().stream().map(flag -> document(flag, live, today, false)).toList();
  }

  public FlagDocument one(String name, World world, LocalDate today) throws FlagRefused {
    desk.store().settled();
    FlagSet set = desk.store().current().flags();
    Flag flag =
        set.flag(name)
            .orElseThrow(() ->
                FlagRefused.unknown(
                    name + ": no such flag; curtain flag list shows what there is"));
    return document(flag, liveVersions(world), today, true);
  }

  private FlagDocument document(Flag flag, Set<String> live, LocalDate today, boolean whole) {
    Optional<Value.Fields> definition = Optional.ofNullable(desk.store().flags().get(flag.key()));
    return FlagDocument.of(flag, today, definition.map(each -> live(flag, each, live, whole)));
  }

  private LiveDocument live(Flag flag, Value.Fields definition, Set<String> live, boolean whole) {
    Map<String, String> seen = new TreeMap<>();
    desk.readers().of(flag.key()).forEach((who, when) -> seen.put(who, when.toString()));
    return new LiveDocument(
        Switching.denied(definition),
        Schedule.items(definition).stream()
            .map(item ->
                new ScheduledDocument(
                    item.at().toString(), item.words(), item.who(), item.reason()))
            .toList(),
        seen,
        seen.keySet().stream().noneMatch(who -> live.contains(who) || who.equals(Readers.SOMEBODY)),
        dependants(flag.key()),
        FlagRollout.of(definition).map(rollout -> rollout(rollout, flag)).orElse(null),
        Approvals.waiting(definition).orElse(null),
        Removal.of(definition).map(removal -> removal(removal, flag, live)).orElse(null),
        whole ? Json.node(definition) : null);
  }

  /** What runs now and what a rollback would bring back: {@code service version}. */
  public static Set<String> liveVersions(World world) {
    Stream<String> serving =
        world.services().values().stream()
            .flatMap(service ->
                service.version().stream().map(version -> service.path() + " " + version));
    Stream<String> moving =
        world.rollouts().values().stream()
            .filter(rollout -> !rollout.phase().ended())
            .map(rollout -> rollout.spec().service() + " " + rollout.spec().to());
    return Stream.concat(serving, moving).collect(Collectors.toUnmodifiableSet());
  }

  /** Live versions that evaluate a flag. */
  public List<String> readers(String name, World world) {
    return readers(name, liveVersions(world));
  }

  private List<String> readers(String name, Set<String> live) {
    return desk.readers().of(name).keySet().stream().filter(live::contains).toList();
  }

  private List<String> dependants(String name) {
    return desk.store().current().flags().flags().stream()
        .filter(each -> each.prerequisites().containsKey(name))
        .map(Flag::key)
        .toList();
  }

  /** What is open before a flag whose removal was begun can go. */
  public List<String> open(String name, World world) throws FlagRefused {
    LiveDocument live = one(name, world, LocalDate.EPOCH).live();
    return live == null || live.removal() == null
        ? List.of()
        : live.removal().steps().stream()
            .filter(step -> !Boolean.TRUE.equals(step.done()))
            .map(RemovalStepDocument::what)
            .toList();
  }

  private RemovalDocument removal(Removal removal, Flag flag, Set<String> live) {
    List<Removal.Step> steps =
        removal.steps(flag, readers(flag.key(), live), dependants(flag.key()));
    return new RemovalDocument(
        removal.who(),
        removal.since().toString(),
        steps.stream()
            .map(step -> new RemovalStepDocument(step.what(), step.done().orElse(null)))
            .toList(),
        steps.stream().allMatch(step -> step.done().orElse(false)));
  }

  private FlagRolloutDocument rollout(FlagRollout rollout, Flag flag) {
    Optional<Verdict> verdict = desk.verdict(flag.key());
    return new FlagRolloutDocument(
        rollout.variant(),
        rollout.steps().stream().map(ExposureStep::toString).toList(),
        rollout.step() + 1,
        flag.exposure().map(Exposed::percent).orElse(0.0),
        rollout.since().toString(),
        rollout.every().toMillis(),
        verdict.map(each -> each.decision().name().toLowerCase(Locale.ROOT)).orElse(null),
        verdict.map(Verdict::reason).orElse(null),
        desk.waits(flag.key()).orElse(null),
        rollout.outcomes());
  }

  public FlagHistoryDocument history(String name) throws FlagRefused {
    List<Entry.FlagChanged> history = desk.store().history(name);
    if (history.isEmpty()) {
      throw FlagRefused.unknown(name + ": nothing was ever done to a flag of that name");
    }
    return new FlagHistoryDocument(
        name,
        history.stream()
            .map(each ->
                new FlagEventDocument(
                    each.at().toString(),
                    each.action(),
                    each.who(),
                    each.reason(),
                    each.before().map(FlagDocuments::tree).orElse(null),
                    each.after().map(FlagDocuments::tree).orElse(null),
                    each.evidence().map(FlagDocuments::tree).orElse(null)))
            .toList());
  }

  private static Object tree(String json) {
    return Documents.read(json, JsonNode.class);
  }

  public PropagationDocument propagation() {
    Propagation propagation = desk.ofrep().propagation();
    return new PropagationDocument(
        propagation.clients(),
        propagation.recent().stream()
            .map(spread ->
                new SpreadDocument(
                    spread.revision(),
                    spread.reached().stream()
                        .map(each -> new ReachedDocument(each.client(), millis(each.after())))
                        .toList(),
                    spread.waiting(),
                    spread.gone()))
            .toList());
  }

  /** To a tenth of a millisecond. */
  public static double millis(Duration duration) {
    return Math.round(duration.toNanos() / NANOS_PER_MILLI * 10) / 10.0;
  }
}
