package dev.curtain.cli.imports;

import java.util.List;

/**
 * A file as a model.
 *
 * @param model in Sruja, formatted
 * @param findings what somebody should know about the file, or what was not taken over
 */
public record Imported(String model, List<Finding> findings) {
  public Imported {
    findings = List.copyOf(findings);
  }

  /**
   * @param rule a stable name: {@code floating-tag}
   * @param subject the service or the line that it is about
   */
  public record Finding(String rule, String subject, String message, String hint) {}
}
