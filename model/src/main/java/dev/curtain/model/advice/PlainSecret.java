package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A secret that everybody who reads the model reads too. The message never repeats it. */
final class PlainSecret implements Advice {
  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "secret",
          "token",
          "apikey",
          "credential",
          "credentials");
  private static final Set<String> KEYS = Set.of("api", "private", "access", "secret", "signing");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(file|env|vault|secret|ref|aws|gcp|op):.*|[$<{].*");

  /** An address of a database with who connects, and how they prove it. */
  private static final Pattern CARRIES =
      Pattern.compile("(?is).*(?:password=|//[^/@\\s]*:[^/@\\s]+@).*");

  @Override
  public Page page() {
    return new Page(
        "A010",
        Severity.WARNING,
        "a secret stands in the model",
        "A model is read by many and kept for ever in version control. Name where the secret is,"
            + " not what it is.",
        """
        Shop = system "Shop" { API = container "API" { env { DB_PASSWORD "hunter2" } } }
        """,
        """
        Shop = system "Shop" { API = container "API" { secrets { DB_PASSWORD "file:db.secret" } } }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    model.elements().forEach(element -> check(element.path(), element.properties(), findings));
    Instances.all(model)
        .forEach(instance -> check(instance.path(), instance.properties(), findings));
  }

  private void check(String path, Properties properties, Findings findings) {
    Optional<PropertyValue> statistics = properties.get("statistics");
    if (properties.text("statistics").filter(CARRIES.asMatchPredicate()).isPresent()) {
      findings.add(
          page(),
          statistics.orElseThrow().span(),
          "statistics of " + path + " is an address with a password in it",
          "change the password, then say where the address is: statistics \"env:…\"");
    }
    for (String block : new String[] {"env", "secrets"}) {
      properties
          .block(block)
          .ifPresent(values ->
              values
                  .values()
                  .forEach((key, value) -> {
                    String text = values.text(key).orElse("").strip();
                    boolean literal = !text.isEmpty() && !ELSEWHERE.matcher(text).matches();
                    if (literal && (block.equals("secrets") || secret(key))) {
                      findings.add(
                          page(),
                          value.span(),
                          key + " of " + path + " stands in the model as it is",
                          "change it, then say where it is: secrets { " + key + " \"file:…\" }");
                    }
                  }));
    }
  }

  /** {@code DB_PASSWORD} is one, {@code TOKEN_URL} and {@code PASSWORD_FILE} are not. */
  static boolean secret(String key) {
    List<String> words =
        List.of(
            key.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).split("[_-]+", -1));
    String last = words.getLast();
    String before = words.size() > 1 ? words.get(words.size() - 2) : "";
    return SECRETS.contains(last) || last.equals("key") && KEYS.contains(before);
  }
}
