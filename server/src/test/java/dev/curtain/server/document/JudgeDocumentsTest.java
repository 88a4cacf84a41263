package dev.curtain.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeDocumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | blocks: missing (expected: an array)",
        "[] | not a JSON object",
        "{'blocks':[{}]} | blocks[0].baseline: missing",
        "{'blocks':[{'baseline':{'n':5,'bad':-1}}]} | blocks[0].baseline: {'n':5,'bad':-1}"
            + " (expected: 0",
        "{'blocks':[{'baseline':{'n':5,'bad':1},'candidate':{'n':1,'bad':2}}]} |"
            + " blocks[0].candidate:",
        "{'blocks':[{'baseline':{'n':1000000000000000000000000,'bad':1}}]} | <= 1 000 000 000 000",
        "{'blocks':[{'baseline':{'n':1.5,'bad':1}}]} | whole numbers",
        "{'blocks':[],'alpha':'small'} | alpha: 'small' (expected: a number from 0.0 to 1.0)",
        "{'blocks':[],'alpha':0} | alpha: 0.0 (expected: more than 0",
        "{'blocks':[],'bound':'1%'} | bound: '1%' (expected: a number from 0.0 to 1.0)",
        "{'blocks':[],'tolerance':-0.1} | tolerance: -0.1",
        "{'blocks':[],'minimumRequests':1.5} | minimumRequests: 1.5 (expected: a whole number)",
        "{'blocks':NaN} | not JSON",
      },
      quoteCharacter = '`')
  void what_cannot_be_read_is_said_with_its_place(String json, String message) {
    assertThatThrownBy(() -> JudgeDocuments.sequential(json.replace('\'', '"')))
        .isInstanceOf(JudgeDocuments.Invalid.class)
        .hasMessageContaining(message.replace('\'', '"'));
  }

  @Test
  void no_blocks_are_no_data() {
    assertThat(JudgeDocuments.sequential("{\"blocks\":[]}").answer().decision())
        .isEqualTo(Verdict.Decision.INCONCLUSIVE);
  }

  @Test
  void five_is_five_however_it_is_written() {
    String blocks =
        "{\"blocks\":[{\"baseline\":{\"n\":5.0,\"bad\":1e0},\"candidate\":{\"n\":5,\"bad\":0}}]}";
    assertThat(JudgeDocuments.sequential(blocks).blocks().getFirst().baseline())
        .isEqualTo(new Tally(5, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'tolerance':'x' | tolerance: 'x'",
        "'control':[1,true] | control[1]: true (expected: a number",
        "'control':[1e999] | control[0]: ",
        "'control':{} | control: {} (expected: an array)",
        "'direction':{} | direction: {} (expected: increase, decrease, either)",
        "'direction':'up' | direction: 'up' (expected: increase, decrease, either)",
        "'nanStrategy':1 | nanStrategy: 1 (expected: remove, replace)",
        "'critical':'yes' | critical: 'yes' (expected: true or false)",
        "'params':[] | params: [] (expected: an object)",
        "'params':{'effectSizeMeasure':'cohenD'} | effectSizeMeasure: 'cohenD' (expected:"
            + " meanRatio, cles)",
        "'outliers':{'strategy':'drop'} | strategy: 'drop' (expected: keep, remove)",
        "'outliers':{'outlierFactor':'3'} | outlierFactor: '3' (expected: a number, 0 or more)",
        "'confLevel':1.5 | confLevel: 1.5 (expected: a number from 0.0 to 1.0)",
        "'confLevel':1 | confLevel: 1.0 (expected: between 0 and 1",
      },
      quoteCharacter = '`')
  void series_that_cannot_be_read_are_refused(String field, String message) {
    String control = field.contains("'control'") ? "" : "'control':[1],";
    String json = "{" + control + "'experiment':[2]," + field + "}";
    assertThatThrownBy(() -> JudgeDocuments.mannWhitney(json.replace('\'', '"')))
        .isInstanceOfAny(JudgeDocuments.Invalid.class, IllegalArgumentException.class)
        .hasMessageContaining(message.replace('\'', '"'));
  }

  @Test
  void the_past_of_replicas_is_played_as_canaries() {
    String quiet = "[" + "{\"n\":50,\"bad\":1},".repeat(99) + "{\"n\":50,\"bad\":0}]";
    String parts = "{\"a\":%1$s,\"b\":%1$s,\"c\":%1$s}".formatted(quiet);
    var answer = JudgeDocuments.calibration("{\"stretch\":50,\"parts\":" + parts + "}");
    assertThat(answer.runs()).isEqualTo(6);
    assertThat(answer.aborted()).isZero();
    assertThat(JudgeDocuments.CalibrationDocument.of(answer).sentence())
        .startsWith("on identical traffic this judge would have aborted 0 of 6 canaries");
    assertThatThrownBy(() -> JudgeDocuments.calibration("{\"parts\":{\"a\":[]}}"))
        .hasMessageContaining("parts: 1 (expected: 2 or more");
    assertThatThrownBy(() -> JudgeDocuments.calibration("{\"parts\":{\"a\":7,\"b\":[]}}"))
        .hasMessageContaining("parts.a: 7 (expected: an array of");
    assertThatThrownBy(() -> JudgeDocuments.calibration("{}"))
        .hasMessageContaining("parts: missing");
  }
}
