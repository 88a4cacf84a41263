package dev.curtain.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help lists commands: a line each, or, where there are too many for a screen, by what for. */
final class CommandList {
  private static final int COLUMNS = 100;
  private static final int NARROWEST = 60;

  /** Every command stands in one of them. */
  private static final Map<String, List<String>> GROUPS = groups();

  private CommandList() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put(
        "Models",
        List.of("init", "validate", "explain", "fmt", "model", "view", "diff", "import", "lsp"));
    groups.put(
        "Before anything happens", List.of("plan", "advise", "rehearse", "simulate", "judge"));
    groups.put("Running", List.of("up", "serve", "down", "status", "watch", "traffic", "router"));
    groups.put(
        "A rollout",
        List.of(
            "deploy", "promote", "pause", "resume", "abort", "approve", "check", "skip", "retry",
            "outcome"));
    groups.put("The way back", List.of("rollback", "undo", "failover", "drill"));
    groups.put("What was", List.of("history", "show", "slo", "audit"));
    groups.put("Beside rollouts", List.of("flag", "migrate"));
    return groups;
  }

  /** As wide as the contract's screen, or as a narrower terminal. */
  static void install(CommandLine line, Screen screen) {
    line.setUsageHelpWidth(Math.clamp(screen.columns(), NARROWEST, COLUMNS));
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            help -> groups(help.commandSpec().commandLine()));
    line.getSubcommands().values().forEach(CommandList::plain);
  }

  private static void plain(CommandLine line) {
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            help -> lines(help.commandSpec().commandLine()));
    line.getSubcommands().values().forEach(CommandList::plain);
  }

  private static String lines(CommandLine line) {
    int width = line.getUsageHelpWidth();
    int name = line.getSubcommands().keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    line.getSubcommands()
        .forEach((key, command) ->
            text.append(cut(("  %-" + name + "s  %s").formatted(key, said(command)), width))
                .append(System.lineSeparator()));
    return text.toString();
  }

  private static String said(CommandLine command) {
    String all = String.join(" ", command.getCommandSpec().usageMessage().description());
    return all.formatted().replaceFirst("(?s)([.:;])\\s.*", ".").replaceFirst("\\.$", "");
  }

  private static String cut(String line, int width) {
    return line.length() < width
        ? line
        : line.substring(0, line.lastIndexOf(' ', width - 3)) + " …";
  }

  private static String groups(CommandLine root) {
    int width = root.getUsageHelpWidth();
    StringBuilder text = new StringBuilder();
    GROUPS.forEach((title, names) -> {
      text.append("  ").append(title).append(System.lineSeparator());
      List<String> wrapped = new ArrayList<>(List.of("   "));
      for (String name : names) {
        if (wrapped.getLast().length() + name.length() + 1 >= width) {
          wrapped.add("   ");
        }
        wrapped.set(wrapped.size() - 1, wrapped.getLast() + " " + name);
      }
      wrapped.forEach(each -> text.append(each).append(System.lineSeparator()));
    });
    return text.append(
            String.format(Locale.ROOT, "%n  curtain COMMAND --help says what it does, and how.%n"))
        .toString();
  }
}
