package dev.curtain.cli;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.SequentialAnswer;
import dev.curtain.analysis.SequentialInput;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import dev.curtain.analysis.series.MannWhitneyAnswer;
import dev.curtain.analysis.series.MannWhitneyJudge;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.JudgeDocuments;
import dev.curtain.server.document.JudgeDocuments.CalibrationDocument;
import dev.curtain.server.document.JudgeDocuments.MannWhitneyDocument;
import dev.curtain.server.document.JudgeDocuments.SequentialDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain judge < INPUT}: judges two series with nothing running. */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    description = {
      "Judge two series from standard input, with nothing running.",
      "sequential:"
          + " {\"alpha\":0.01,\"tolerance\":0.01,\"blocks\":[{\"baseline\":{\"n\":..,\"bad\":..},\"candidate\":{..}}]}",
      "mann-whitney:"
          + " {\"control\":[..],\"experiment\":[..],\"direction\":\"increase|decrease|either\"}",
      "calibrate, each part in turn as if it were a candidate:"
          + " {\"stretch\":600,\"parts\":{\"replica-1\":[{\"n\":..,\"bad\":..}],\"replica-2\":[..]}}"
    },
    footer = {
      "",
      "Examples:",
      "  curtain judge < blocks.json",
      "  curtain judge --method mann-whitney --json < series.json"
    })
final class JudgeCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "sequential (default), mann-whitney or calibrate.")
  private String method = "sequential";

  JudgeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    try {
      return switch (method) {
        case "sequential" -> sequential(read(System.in));
        case "mann-whitney" -> mannWhitney(read(System.in));
        case "calibrate" -> calibrate(read(System.in));
        default ->
            throw Failure.usage(
                "--method " + method + " (expected: sequential, mann-whitney or calibrate)");
      };
    } catch (JudgeDocuments.Invalid e) {
      throw Failure.usage("standard input: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("standard input: " + e.getMessage());
    }
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int sequential(String text) {
    SequentialInput input = JudgeDocuments.sequential(text);
    Tally all = input.blocks().stream().map(Block.Sides::candidate).reduce(Tally.NONE, Tally::plus);
    SequentialAnswer answer = input.answer();
    SequentialDocument document = SequentialDocument.of(answer);
    settings
        .screen()
        .line(
            output.json()
                ? Documents.pretty(document)
                : document.decision()
                    + " at block "
                    + document.block()
                    + " ("
                    + all.n()
                    + " candidate requests in all): "
                    + document.reason());
    return answer.decision() == Verdict.Decision.ABORT ? ExitCode.NO : ExitCode.GOOD;
  }

  private int calibrate(String text) {
    CalibrationDocument document = CalibrationDocument.of(JudgeDocuments.calibration(text));
    settings.screen().line(output.json() ? Documents.pretty(document) : document.sentence());
    return document.judged() == 0 || document.tooNervous() ? ExitCode.NO : ExitCode.GOOD;
  }

  private int mannWhitney(String text) {
    MannWhitneyAnswer answer = MannWhitneyJudge.judge(JudgeDocuments.mannWhitney(text));
    MannWhitneyDocument document = MannWhitneyDocument.of(answer);
    settings
        .screen()
        .line(
            output.json()
                ? Documents.pretty(document)
                : document.classification()
                    + ", score "
                    + document.score()
                    + ": "
                    + document.reason());
    return document.classification().equals("Pass") ? ExitCode.GOOD : ExitCode.NO;
  }
}
