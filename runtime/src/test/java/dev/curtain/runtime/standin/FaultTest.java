package dev.curtain.runtime.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.runtime.standin.Fault.Effect;
import dev.curtain.runtime.standin.Fault.InvalidFault;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FaultTest {
  @Test
  void every_key_of_the_contract_is_read() {
    check("error_rate=3%", new Effect.ErrorRate(0.03));
    check("error_rate=0.5 %", new Effect.ErrorRate(0.005));
    check("latency=+200ms", new Effect.AddedLatency(Duration.ofMillis(200)));
    check("latency=1.5s", new Effect.AddedLatency(Duration.ofMillis(1500)));
    check("latency_p99=2s", new Effect.SlowTail(0.99, Duration.ofSeconds(2)));
    check("crash_after=30s", new Effect.CrashAfter(Duration.ofSeconds(30)));
    check("unready", new Effect.Unready());
    check("burst=20s/2m", new Effect.Burst(Duration.ofSeconds(20), Duration.ofMinutes(2)));
    check(
        "error_rate=5%,latency=+200ms",
        new Effect.ErrorRate(0.05), new Effect.AddedLatency(Duration.ofMillis(200)));
  }

  @Test
  void a_version_may_be_missing_from_the_model() {
    assertThat(Fault.parse("Shop.Web@unversioned:unready").version()).isEqualTo("unversioned");
  }

  @Test
  void what_is_wrong_is_named_with_what_was_expected() {
    refuse("Shop.API:unready", "no version", "PATH@VERSION");
    refuse("Shop.API@v2", "nothing after the version", "PATH@VERSION");
    refuse("@v2:unready", "no service", "PATH@VERSION");
    refuse("Shop.API@:unready", "no version after the @", "PATH@VERSION");
    refuse("Shop.API@v2:", "a setting without a key", "known keys");
    refuse("Shop.API@v2:eror_rate=5%", "unknown key 'eror_rate'", "did you mean error_rate?");
    refuse("Shop.API@v2:crash-after=5s", "unknown key 'crash-after'", "did you mean crash_after?");
    refuse("Shop.API@v2:colour=red", "unknown key 'colour'", "known keys: burst, crash_after");
    refuse("Shop.API@v2:error_rate=5", "error_rate: '5' (expected: a percentage", "error_rate=5%");
    refuse("Shop.API@v2:error_rate=101%", "expected: a percentage from 0% to 100%", "=5%");
    refuse("Shop.API@v2:latency=fast", "latency: 'fast' (expected: a duration", "latency=+200ms");
    refuse("Shop.API@v2:crash_after", "crash_after: '' (expected: a duration", "crash_after=30s");
    refuse("Shop.API@v2:unready=yes", "unready: yes (expected: no value)", "alone");
    refuse("Shop.API@v2:burst=20s", "burst: '20s' (expected: LENGTH/PERIOD)", "burst=20s/2m");
    refuse("Shop.API@v2:burst=3m/2m", "not above its period", "burst=20s/2m");
    refuse("Shop.API@v2:unready,unready", "unready is given twice", "one of them");
  }

  private static void check(String settings, Effect... expected) {
    Fault fault = Fault.parse("ECommerce.API@v2.3.2:" + settings);
    assertThat(fault).isEqualTo(new Fault("ECommerce.API", "v2.3.2", Arrays.asList(expected)));
  }

  private static void refuse(String text, String message, String hint) {
    assertThatThrownBy(() -> Fault.parse(text))
        .isInstanceOfSatisfying(
            InvalidFault.class,
            invalid -> {
              assertThat(invalid).hasMessageStartingWith("fault '" + text + "': ");
              assertThat(invalid).hasMessageContaining(message);
              assertThat(invalid.hint()).contains(hint);
            });
  }
}
