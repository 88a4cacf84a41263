package dev.curtain.cli;

import dev.curtain.flags.Category;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain flag set NAME}: makes a flag, or changes what is said of one. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Make a flag, or change what is said of one. A new one needs category, owner and removal"
          + " day;",
      "a later removal day needs a reason, twice at the most and 92 days each time."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flag set new-checkout --category release --owner shop --remove-by 2027-03-01",
      "  curtain flag set new-checkout --remove-by 2027-05-01 --reason 'partner is late'"
    })
final class FlagSetCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private FlagChange change = new FlagChange();

  @Option(names = "--category", paramLabel = "X", description = "release, experiment, ops …")
  private Optional<String> category = Optional.empty();

  @Option(names = "--owner", paramLabel = "X", description = "Who removes it.")
  private Optional<String> owner = Optional.empty();

  @Option(names = "--remove-by", paramLabel = "DAY", description = "Until when it may live.")
  private Optional<String> removeBy = Optional.empty();

  @Option(names = "--service", paramLabel = "PATH", description = "What reads it.")
  private Optional<String> service = Optional.empty();

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is about.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--variants", paramLabel = "N=V,…", description = "on=true,off=false.")
  private Optional<String> variants = Optional.empty();

  @Option(names = "--default", paramLabel = "NAME", description = "The variant else (off).")
  private Optional<String> standard = Optional.empty();

  @Option(names = "--targeting", paramLabel = "JSON", description = "A rule of flagd's.")
  private Optional<String> targeting = Optional.empty();

  @Option(names = "--prerequisites", paramLabel = "N=V,…", description = "other-flag=on.")
  private Optional<String> prerequisites = Optional.empty();

  @Option(names = "--bucketing", paramLabel = "N", description = "fractional's version, 1..3.")
  private Optional<Integer> bucketing = Optional.empty();

  @Option(names = "--salt", paramLabel = "TEXT", description = "Another division of users.")
  private Optional<String> salt = Optional.empty();

  @Option(names = "--approval", paramLabel = "X", description = "required: two change it.")
  private Optional<String> approval = Optional.empty();

  FlagSetCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> members =
        FlagChange.members(
            "category",
            category,
            "owner",
            owner,
            "remove_by",
            removeBy,
            "service",
            service,
            "description",
            description,
            "variants",
            variants,
            "default",
            standard,
            "targeting",
            targeting,
            "prerequisites",
            prerequisites,
            "bucketing",
            bucketing,
            "salt",
            salt,
            "approval",
            approval);
    if (members.isEmpty()) {
      throw Failure.usage("set what? (expected: --owner, --remove-by … as --help lists them)");
    }
    Integer done = change.send(settings, "set", members);
    category
        .flatMap(Category::of)
        .flatMap(Category::advice)
        .ifPresent(advice -> settings.screen().message(change.name() + ": " + advice));
    return done;
  }
}
