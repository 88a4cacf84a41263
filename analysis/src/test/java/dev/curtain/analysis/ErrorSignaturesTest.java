package dev.curtain.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorSignaturesTest {
  @Test
  void lines_of_one_kind_are_one_whenever_and_about_whomever_they_were() {
    var found =
        ErrorSignatures.of(
            """
            2026-11-21T10:00:01.123Z INFO  o.s.Orders - order 17 placed
            2026-11-21T10:00:02.456Z ERROR o.s.Orders - order 17 of "ann" refused after 20.5 ms
            2026-11-21T10:00:09.001+01:00 ERROR o.s.Orders - order 4711 of "bob" refused after 9 ms
            10:00:10,500 ERROR o.s.Stock - no row deadbeef01 in 3f2504e0-4f89-11d3-9a0c-0305e82c3301
            """);
    assertThat(found.keySet())
        .containsExactly(
            "# ERROR o.s.Orders - order # of # refused after # ms",
            "# ERROR o.s.Stock - no row # in #");
    assertThat(found.values().iterator().next()).contains("order 17 of \"ann\"");
  }

  @Test
  void of_json_it_is_what_is_said_and_not_about_whom() {
    assertThat(
            ErrorSignatures.of(
                """
                {"ts":1,"level":"error","logger":"orders","msg":"no \\"stock\\" of 7","user":"ann"}
                {"ts":2,"level":"error","logger":"orders","msg":"no \\"stock\\" of 9","user":"bob"}
                {"ts":3,"level":"error","logger":"orders","msg":"refused","user":"bob"}
                {"level":"error","code":7}
                """))
        .containsOnlyKeys("orders no \\# of #", "orders refused", "{#:#,#:#}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"error\",\"msg\":\"no stock\"}",
        "time=12:00:00 level=fatal msg=gone",
        "panic: runtime error: index out of range [3] with length 3",
        "Traceback (most recent call last):",
        "ValueError: bad amount",
        "Exception in thread \"main\" java.lang.IllegalStateException: no pool",
        "java.sql.SQLTransientConnectionException: timeout after 30000ms",
        "Caused by: java.net.ConnectException: Connection refused",
        "Nov 21, 2026 SEVERE: broken"
      })
  void what_loggers_and_runtimes_call_an_error_is_one(String line) {
    assertThat(ErrorSignatures.of(line)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO error_rate 0.1 %",
        "GET /errors 200",
        "no error",
        "level=info msg=\"0 errors\"",
        "    at dev.shop.Orders.place(Orders.java:17)",
        ""
      })
  void what_only_speaks_of_errors_is_none(String line) {
    assertThat(ErrorSignatures.of(line)).isEmpty();
  }

  @Test
  void a_line_of_any_length_has_a_short_kind() {
    assertThat(ErrorSignatures.signature("ERROR " + "x".repeat(100_000))).hasSize(160);
  }
}
