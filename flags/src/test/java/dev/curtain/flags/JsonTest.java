package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read once for all of a document is still what each place says. */
class JsonTest {
  private static String object(int members) {
    return IntStream.range(0, members)
        .mapToObj(i -> "\"m" + i + "\":" + i * 40)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void objects_of_any_size_come_back_as_they_were_in_their_order() {
    for (int members = 0; members < 20; members++) {
      Value read = Json.read(object(members));
      assertThat(Json.node(read).toString()).isEqualTo(object(members));
      Map<String, Value> fields = ((Value.Fields) read).values();
      assertThat(fields).hasSize(members).doesNotContainKey("m" + members);
      assertThat(List.copyOf(fields.keySet()))
          .isEqualTo(IntStream.range(0, members).mapToObj(i -> "m" + i).toList());
      assertThat(fields).isEqualTo(Map.copyOf(fields));
      assertThatThrownBy(() -> fields.put("m0", Value.TRUE))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void lists_numbers_and_texts_come_back_as_they_were() {
    String text =
        "[[],[1],[1,2],[1,2,3],[1,2,3,4],[[[\"a\"]],[],\"a\"],127,128,-1,0,0.0,1234567890123,\"a"
            + " text that is longer than what is shared\",\"a\",\"b\",\"\",\"ä\",null,true,false]";
    assertThat(Json.node(Json.read(text)).toString()).isEqualTo(text);
  }

  @Test
  void objects_with_the_same_names_in_another_order_are_not_mixed_up() {
    String text =
        "[{\"a\":1,\"b\":2},{\"b\":3,\"a\":4},{\"a\":5},{\"a\":{\"b\":{\"a\":6}},\"b\":7}]";
    assertThat(Json.node(Json.read(text)).toString()).isEqualTo(text);
  }

  @Test
  void a_name_that_is_there_twice_is_refused_wherever_it_is() {
    for (int members : new int[] {1, 7, 8, 9, 15}) {
      String twice = object(members).replaceFirst("}$", ",\"m0\":null}");
      assertThatThrownBy(() -> Json.read(twice))
          .isInstanceOf(InvalidFlags.class)
          .hasMessageContaining("\"m0\" is there twice (expected: once)");
    }
  }
}
