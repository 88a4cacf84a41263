package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is under {@code examples/} does what its first lines say. */
class ExamplesTest {
  private static final Path EXAMPLES = Curtain.root().resolve("examples");

  @Test
  void every_model_is_valid_and_as_fmt_would_write_it() throws IOException {
    List<String> models;
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      models =
          files
              .filter(file -> file.toString().endsWith(".sruja"))
              .map(Path::toString)
              .sorted()
              .toList();
    }
    assertThat(models).hasSizeGreaterThan(10);
    assertThat(said("validate", models).all()).contains("valid: 0 errors");
    assertThat(
            said("fmt", Stream.concat(Stream.of("--check"), models.stream()).toList()).exitCode())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "regions/active-active, --set Video.API=v2, if eu is lost",
    "regions/active-passive, --set Invoices.API=v2, point of no return",
    "sets/together, --set Shop.API=v2 --set Shop.Web=v5 --together, point of no return",
    "payments/payments, --set Payments.Gateway=v2, were bad by declined",
    "starter/saas, --set Platform.API=v2, goes back by itself when"
  })
  void a_plan_says_what_would_happen(String model, String options, String part) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(EXAMPLES + "/" + model + ".sruja"));
    arguments.addAll(List.of(options.split(" ")));
    assertThat(said("plan", arguments).out()).contains(part);
  }

  @Test
  void init_writes_a_model_that_can_be_planned_and_overwrites_nothing(@TempDir Path home)
      throws IOException {
    Path file = home.resolve("deploy/mine.sruja");
    assertThat(said("init", List.of(file.toString())).out()).contains("curtain plan " + file);
    assertThat(said("validate", List.of("--strict", file.toString())).all()).contains("valid");
    assertThat(said("fmt", List.of("--check", file.toString())).exitCode()).isZero();
    assertThat(said("plan", List.of(file.toString(), "--set", "App.API=v2")).out())
        .contains("point of no return");
    Files.writeString(file, "mine");
    Curtain.Said again = Curtain.run("init", file.toString());
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("is there already");
    assertThat(file).hasContent("mine");
  }

  @Test
  void the_flags_have_owners_and_an_end() throws IOException {
    Curtain.Said listed = said("flag", List.of("list", EXAMPLES + "/flags/flags.json"));
    assertThat(listed.out()).contains("new-checkout", "checkout", "2027-03-01");
  }

  @Test
  void the_migration_of_friday_is_refused() throws IOException {
    Curtain.Said friday =
        Curtain.run("migrate", "lint", EXAMPLES.resolve("migrations/friday.sql").toString());
    assertThat(friday.exitCode()).isEqualTo(1);
    assertThat(friday.all()).contains("full-table-dml", "adding-not-nullable-field");
  }

  private static Curtain.Said said(String command, List<String> arguments) throws IOException {
    Curtain.Said said =
        Curtain.run(Stream.concat(Stream.of(command), arguments.stream()).toArray(String[]::new));
    assertThat(said.exitCode()).as(said.all()).isZero();
    return said;
  }
}
