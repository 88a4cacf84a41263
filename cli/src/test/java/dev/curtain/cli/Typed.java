package dev.curtain.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command said that was typed here, in this process, into a pipe. */
record Typed(int exitCode, String out, String err) {
  private static final JsonMapper ONE_DOCUMENT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static Typed run(String... arguments) {
    return in(Map.of(), arguments);
  }

  /** With an environment of its own. */
  static Typed in(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen = Screen.of(environment, stream(out), stream(err));
    int exitCode = Main.run(arguments, screen, environment);
    return new Typed(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Standard output, which has to be one JSON document and nothing else. */
  JsonNode document() {
    return ONE_DOCUMENT.readTree(out);
  }

  String all() {
    return "exit " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
  }
}
