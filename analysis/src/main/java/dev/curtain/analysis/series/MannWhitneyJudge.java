package dev.curtain.analysis.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Classifies two series as Kayenta's NetflixACAJudge-v1.0 does (spinnaker/kayenta, kayenta-judge).
 *
 * <p>Its quirks are kept: the tolerance is a part of the <em>estimated difference</em>, so it asks
 * for precision, not for a difference that matters; the interval is found to an absolute 1e-4, so
 * that series in small units are judged differently. Where Kayenta adds random noise to constant
 * series, fixed normal scores are added here.
 */
public final class MannWhitneyJudge {
  private MannWhitneyJudge() {}

  public static MannWhitneyAnswer judge(MannWhitneyInput input) {
    var control = prepared(input.control(), input);
    var experiment = prepared(input.experiment(), input);
    if (control.length == 0 || experiment.length == 0) {
      return noData(input, control, experiment);
    }
    if (sameValues(experiment, control)) {
      return answer(Classification.PASS, false, "the series are the same", 1, control, experiment);
    }
    var constant = isConstant(experiment) && isConstant(control);
    var x = constant ? LocationShift.spread(experiment) : experiment;
    var y = constant ? LocationShift.spread(control) : control;
    try {
      return classified(input, LocationShift.of(x, y, input.confidence()), y, x);
    } catch (LocationShift.AllTied e) {
      return answer(
          Classification.ERROR,
          false,
          String.valueOf(e.getMessage()),
          Double.NaN,
          control,
          experiment);
    }
  }

  private static MannWhitneyAnswer classified(
      MannWhitneyInput input, LocationShift shift, double[] control, double[] experiment) {
    var size = input.effectSize();
    var effect = size.of(experiment, control);
    var bound = input.tolerance() * StrictMath.abs(shift.estimate());
    var riseIsBad = input.direction() != Direction.DECREASE;
    var fallIsBad = input.direction() != Direction.INCREASE;
    var unknown = Double.isNaN(effect);
    var high = riseIsBad && shift.lower() > bound && (unknown || effect >= size.allowedIncrease());
    var low = fallIsBad && shift.upper() < -bound && (unknown || effect <= size.allowedDecrease());
    var classification =
        high ? Classification.HIGH : low ? Classification.LOW : Classification.PASS;
    var critical =
        input.critical()
            && switch (classification) {
              case HIGH -> unknown || effect >= size.criticalIncrease();
              case LOW -> unknown || effect <= size.criticalDecrease();
              case PASS, NODATA, NODATA_FAIL_METRIC, ERROR -> false;
            };
    var reason =
        "experiment minus control: %s, %s %% interval %s to %s, effect %s; %s"
            .formatted(
                number(shift.estimate()),
                number(input.confidence() * 100),
                number(shift.lower()),
                number(shift.upper()),
                number(effect),
                why(classification, input, bound));
    return new MannWhitneyAnswer(
        classification,
        critical,
        reason,
        effect,
        Optional.of(new MannWhitneyAnswer.Shift(shift.lower(), shift.upper(), shift.estimate())),
        Description.of(control),
        Description.of(experiment));
  }

  private static String why(Classification classification, MannWhitneyInput input, double bound) {
    return switch (classification) {
      case HIGH -> "the whole interval is above " + number(bound);
      case LOW -> "the whole interval is below " + number(-bound);
      case PASS, NODATA, NODATA_FAIL_METRIC, ERROR ->
          switch (input.direction()) {
            case INCREASE -> "no significant rise of the size that counts";
            case DECREASE -> "no significant fall of the size that counts";
            case EITHER -> "no significant difference of the size that counts";
          };
    };
  }

  private static MannWhitneyAnswer noData(
      MannWhitneyInput input, double[] control, double[] experiment) {
    var who =
        control.length == 0 && experiment.length == 0
            ? "neither series has points"
            : control.length == 0 ? "the control has no points" : "the experiment has no points";
    if (input.nanStrategy() == NanStrategy.REPLACE) {
      // A series that is silent where there is nothing to report.
      return answer(
          Classification.PASS, false, who + ", which counts as zero", 1, control, experiment);
    }
    var failed = input.mustHaveData() && !input.critical();
    return answer(
        failed ? Classification.NODATA_FAIL_METRIC : Classification.NODATA,
        input.critical(),
        who,
        1,
        control,
        experiment);
  }

  private static MannWhitneyAnswer answer(
      Classification classification,
      boolean critical,
      String reason,
      double deviation,
      double[] control,
      double[] experiment) {
    return new MannWhitneyAnswer(
        classification,
        critical,
        reason,
        deviation,
        Optional.empty(),
        Description.of(control),
        Description.of(experiment));
  }

  private static double[] prepared(List<Double> values, MannWhitneyInput input) {
    return input.outliers().applied(input.nanStrategy().applied(values));
  }

  private static boolean sameValues(double[] experiment, double[] control) {
    var x = experiment.clone();
    var y = control.clone();
    Arrays.sort(x);
    Arrays.sort(y);
    return Arrays.equals(x, y)
        || (isConstant(experiment) && isConstant(control) && experiment[0] == control[0]);
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).distinct().count() == 1;
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    var rounded = BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
    var size = StrictMath.abs(value);
    return size == 0 || (size >= 1e-9 && size < 1e15)
        ? rounded.toPlainString()
        : rounded.toString();
  }
}
