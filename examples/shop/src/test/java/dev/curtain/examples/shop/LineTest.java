package dev.curtain.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void an_order_has_one_to_three_lines_and_always_the_same() {
    assertThat(LongStream.range(0, 500).map(number -> Line.of(number).size()).distinct().boxed())
        .containsExactlyInAnyOrder(1L, 2L, 3L);
    for (long number = 0; number < 500; number++) {
      List<Line> lines = Line.of(number);
      assertThat(lines).isEqualTo(Line.of(number)).allMatch(line -> line.total() > 0);
    }
    assertThat(new Line("rope", 3, 100).total()).isEqualTo(300);
  }
}
