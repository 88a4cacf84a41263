package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialInputTest {
  private static final Block.Sides BAD = new Block.Sides(new Tally(100, 1), new Tally(100, 10));
  private static final Block.Sides EQUAL = new Block.Sides(new Tally(100, 1), new Tally(100, 1));

  @Test
  void the_block_that_decided_is_named_and_later_ones_do_not_matter() {
    var answer = SequentialInput.of(0.01, 0, Collections.nCopies(40, BAD)).answer();
    assertThat(answer.decision()).isEqualTo(Verdict.Decision.ABORT);
    assertThat(answer.block()).isBetween(2L, 20L);
    var shorter =
        SequentialInput.of(0.01, 0, Collections.nCopies((int) answer.block(), BAD)).answer();
    assertThat(shorter).isEqualTo(answer);
  }

  @Test
  void equal_sides_are_promoted_only_where_a_margin_was_granted() {
    var blocks = Collections.nCopies(100, EQUAL);
    assertThat(SequentialInput.of(0.01, 0.02, blocks).answer().decision())
        .isEqualTo(Verdict.Decision.PROMOTE);
    assertThat(SequentialInput.of(0.01, 0, blocks).answer().decision())
        .isEqualTo(Verdict.Decision.CONTINUE);
  }

  @Test
  void no_blocks_are_no_data() {
    var answer = SequentialInput.of(0.01, 0, List.of()).answer();
    assertThat(answer.decision()).isEqualTo(Verdict.Decision.INCONCLUSIVE);
    assertThat(answer.block()).isZero();
  }
}
