package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.language.Span;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.SystemModel;

/** A version that means something else tomorrow. */
final class FloatingTag implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A009",
        Severity.WARNING,
        "an image or version floats",
        "What \"latest\" means changes under a running rollout: two replicas of one version may"
            + " differ, and a rollback may bring back what was to be left.",
        """
        Shop = system "Shop" { API = container "API" { image "registry/shop-api:latest" } }
        """,
        """
        Shop = system "Shop" { API = container "API" { image "registry/shop-api:{version}" } }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    model.elements().forEach(element -> check(element.path(), element.properties(), findings));
    Instances.all(model)
        .forEach(instance -> check(instance.path(), instance.properties(), findings));
  }

  private void check(String path, Properties properties, Findings findings) {
    if (properties.text("image").filter(image -> image.endsWith(":latest")).isPresent()) {
      add(path, "image", properties, findings, "name the version: registry/name:{version}");
    }
    if (properties.text("version").filter("latest"::equals).isPresent()) {
      add(path, "version", properties, findings, "name the version that is meant");
    }
  }

  private void add(String path, String key, Properties properties, Findings findings, String hint) {
    Span span = properties.get(key).map(PropertyValue::span).orElse(Span.START);
    String value = properties.text(key).orElse("");
    findings.add(page(), span, key + " of " + path + ": \"" + value + "\" floats", hint);
  }
}
