package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FlagChangeDocument;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all changes of a flag have in common: which, why, and how far it has spread. */
final class FlagChange {
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "NAME", description = "The flag's key.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the record.")
  private String reason = "";

  String name() {
    return name;
  }

  boolean json() {
    return output.json();
  }

  <T> T ask(Client.Call<T> call) throws InterruptedException {
    return client.ask(call);
  }

  /** Members of a request; what is not said is left out. */
  static Map<String, String> members(Object... namesAndValues) {
    Map<String, String> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] instanceof Optional<?> value && value.isPresent()) {
        members.put(namesAndValues[i].toString(), value.get().toString());
      }
    }
    return members;
  }

  /** The flag as a change has left it; where somebody has to approve it, as it was. */
  FlagDocument made(Settings settings, String action, Map<String, String> members)
      throws InterruptedException {
    request(settings, action, members);
    return client.ask(api -> api.flag(name));
  }

  private FlagChangeDocument request(Settings settings, String action, Map<String, String> members)
      throws InterruptedException {
    Map<String, String> body = new LinkedHashMap<>(members);
    body.put("who", Client.who(settings));
    body.put("reason", reason);
    return client.ask(api -> api.changeFlag(name, action, body));
  }

  Integer send(Settings settings, String action, Map<String, String> members)
      throws InterruptedException {
    FlagChangeDocument done = request(settings, action, members);
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(done));
    } else {
      screen.line(words(done));
    }
    return ExitCode.GOOD;
  }

  private static String words(FlagChangeDocument done) {
    if (done.awaitingApproval()) {
      return done.flag() + ": waits for somebody else: curtain flag approve " + done.flag();
    }
    String state = Optional.ofNullable(done.now()).map(FlagWords::state).orElse("gone");
    String spread =
        done.clients() == 0
            ? "nobody follows changes"
            : done.reached()
                + " of "
                + done.clients()
                + " clients have it"
                + Optional.ofNullable(done.slowestMillis())
                    .map(millis -> ", the slowest after " + millis + " ms")
                    .orElse("");
    return done.flag() + ": " + done.action() + "; " + state + " (" + spread + ")";
  }

  /** Flags in words. */
  static final class FlagWords {
    private FlagWords() {}

    /** For whom it is off, and to whom it is let out. */
    static String state(FlagDocument flag) {
      if (flag.state().equals("disabled")) {
        return "disabled";
      }
      String exposed =
          Optional.ofNullable(flag.exposure())
              .map(each ->
                  "\""
                      + each.variant()
                      + "\" for "
                      + number(each.percent())
                      + " %"
                      + (each.ring() == null ? "" : ", ring " + each.ring())
                      + (each.named().isEmpty() ? "" : ", " + each.named()))
              .orElse("let out to nobody in particular");
      String denied =
          Optional.ofNullable(flag.live())
              .filter(live -> !live.denied().isEmpty())
              .map(live -> "off for " + String.join(", ", live.denied()) + "; else ")
              .orElse("");
      return denied + exposed;
    }

    private static String number(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }
}
