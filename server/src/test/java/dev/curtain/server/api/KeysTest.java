package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {
  private static final String TOKEN = "0123456789abcdef";

  @Test
  void whatIsNoKeyIsSaidWithItsLine() {
    refused("viewer vera", "line 1: 2 words (expected: ROLE NAME TOKEN");
    refused("# a\n\nowner vera " + TOKEN, "line 3: owner (expected: ROLE NAME TOKEN");
    refused("viewer vera short", "line 1: token: 5 characters (expected: at least 16");
    refused("viewer a " + TOKEN + "\nadmin b " + TOKEN, "line 2: b: this name or its token");
    refused("viewer a " + TOKEN + "\nadmin a x" + TOKEN, "line 2: a: this name or its token");
    refused("# nobody", "no line with a key");
  }

  @Test
  void aTokenIsNeverShown() {
    assertThat(Keys.parse("viewer vera " + TOKEN).toString())
        .contains("viewer vera")
        .doesNotContain(TOKEN);
  }

  @Test
  void eachRoleMayWhatThoseBeforeItMay() {
    assertThat(Role.needed(false, "/api/v1/rollouts/x/approve")).isEqualTo(Role.VIEWER);
    assertThat(Role.needed(true, "/api/v1/flags/report")).isEqualTo(Role.VIEWER);
    assertThat(Role.needed(true, "/api/v1/rollback")).isEqualTo(Role.OPERATOR);
    assertThat(Role.needed(true, "/api/v1/rollouts/x/skip")).isEqualTo(Role.APPROVER);
    assertThat(Role.needed(true, "/api/v1/flags/x/approve")).isEqualTo(Role.APPROVER);
    assertThat(Role.needed(true, "/api/v1/down")).isEqualTo(Role.ADMIN);
    assertThat(Role.ADMIN.may(Role.VIEWER)).isTrue();
    assertThat(Role.OPERATOR.may(Role.APPROVER)).isFalse();
  }

  private static void refused(String text, String says) {
    assertThatThrownBy(() -> Keys.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }
}
