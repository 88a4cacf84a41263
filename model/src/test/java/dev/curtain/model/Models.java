package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Diagnostic;
import java.util.List;

/** Short ways to say what a text means or what is wrong with it. */
final class Models {
  private static final String SHOP = "Shop = system \"Shop\" { API = container \"API\" }\n";

  private Models() {}

  /** {@code CODE@line:column} of everything said about a text, in order. */
  static void diagnostics(String text, String... expected) {
    List<Diagnostic> found = ModelReader.read(text).diagnostics();
    assertThat(found)
        .as(text + found)
        .extracting(d -> d.code() + "@" + d.span().line() + ":" + d.span().column())
        .containsExactly(expected);
    assertThat(found)
        .allSatisfy(d -> assertThat(d.hint()).isNotBlank())
        .allSatisfy(d -> assertThat(d.message()).isNotBlank());
  }

  static Diagnostic only(String text) {
    List<Diagnostic> found = ModelReader.read(text).diagnostics();
    assertThat(found).as(text).hasSize(1);
    return found.getFirst();
  }

  /** A shop whose API is deployed with these nodes; they begin on line 3. */
  static String deployed(String nodes) {
    return SHOP + "deployment P {\n" + nodes + "\n}";
  }

  /** A shop whose API is deployed once with these properties, which stand on line 3. */
  static String instance(String properties) {
    return deployed("node N { containerInstance Shop.API { " + properties + " } }");
  }

  static Deployment deployment(String text) {
    Resolution resolution = ModelReader.read(text);
    assertThat(resolution.hasErrors()).as(resolution.diagnostics().toString()).isFalse();
    return resolution.model().deployments().getFirst();
  }

  static Service service(String text) {
    return deployment(text).services().getFirst();
  }
}
