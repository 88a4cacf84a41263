package dev.curtain.server.api;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.MeasuresDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events. */
final class LiveEvents implements AutoCloseable {
  private final BufferedReader lines;

  LiveEvents(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The next one, once it is there; empty at the end. Comments are passed over. */
  Optional<LiveEvent> next() throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !data.isEmpty()) {
        return Optional.of(event(name, data.toString()));
      }
      if (line.isEmpty()) {
        name = "";
      } else if (line.startsWith("event:")) {
        name = value(line, "event:");
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(value(line, "data:"));
      }
    }
    return Optional.empty();
  }

  private static String value(String line, String field) {
    String value = line.substring(field.length());
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  private static LiveEvent event(String name, String data) {
    return switch (name) {
      case "measures" -> new LiveEvent.Measured(Documents.read(data, MeasuresDocument.class));
      case "reset" -> new LiveEvent.Reset();
      default -> new LiveEvent.Written(Documents.read(data, EventDocument.class));
    };
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
