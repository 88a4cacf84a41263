package dev.curtain.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The house's table: who may use whom, and who may not touch the world. */
class ArchitectureTest {
  /** Each module and what it may use, itself and the JDK apart; what those use is included. */
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              entry("language"),
              entry("model", "language"),
              entry("diagram", "language", "model"),
              entry("lsp", "language", "model"),
              entry("analysis"),
              entry("flags"),
              entry("rollout", "model", "language", "analysis"),
              entry("simulation", "model", "language", "analysis", "rollout"),
              entry("router", "flags"),
              entry("runtime", "model", "language"),
              entry("openfeature", "flags"),
              entry("migration"),
              entry(
                  "server",
                  "language",
                  "model",
                  "diagram",
                  "analysis",
                  "flags",
                  "rollout",
                  "simulation",
                  "router",
                  "runtime",
                  "migration"),
              entry(
                  "cli",
                  "language",
                  "model",
                  "diagram",
                  "lsp",
                  "analysis",
                  "flags",
                  "rollout",
                  "simulation",
                  "router",
                  "runtime",
                  "migration",
                  "server")));

  private static final String[] PURE = {
    "language", "model", "diagram", "analysis", "flags", "rollout", "simulation"
  };

  private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
      DescribedPredicate.describe(
          "are threads, files or sockets",
          type ->
              (type.getPackageName().matches("java\\.(io|nio\\.file|nio\\.channels|net|net\\.http)")
                      && !type.getName().equals("java.io.Serializable"))
                  || Set.of(
                          "java.lang.Thread",
                          "java.lang.Process",
                          "java.lang.ProcessBuilder",
                          "java.util.Timer",
                          "java.util.concurrent.Executors",
                          "java.util.concurrent.ExecutorService",
                          "java.util.concurrent.ThreadLocalRandom",
                          "java.security.SecureRandom")
                      .contains(type.getName()));

  private static final DescribedPredicate<JavaAccess<?>> IMPURE_ACCESS =
      DescribedPredicate.describe(
          "asks for the time or for randomness",
          access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            boolean time =
                owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"));
            boolean system =
                owner.equals("java.lang.System")
                    && Set.of(
                            "currentTimeMillis", "nanoTime", "getenv", "getProperty", "out", "err")
                        .contains(name);
            boolean random =
                (owner.equals("java.lang.Math") && name.equals("random"))
                    || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                    || (Set.of("java.util.Random", "java.util.SplittableRandom").contains(owner)
                        && access.getTarget().getFullName().endsWith(".<init>()"));
            return time || system || random;
          });

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.curtain");

  private static Map.Entry<String, List<String>> entry(String module, String... mayUse) {
    return Map.entry(module, List.of(mayUse));
  }

  @Test
  void a_module_uses_only_what_the_table_grants_it() {
    MAY_USE.forEach((module, granted) -> {
      String[] others =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(module) && !granted.contains(other))
              .map(ArchitectureTest::packages)
              .toArray(String[]::new);
      ArchRule rule =
          noClasses()
              .that()
              .resideInAPackage(packages(module))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .because(
                  module
                      + " may use "
                      + (granted.isEmpty() ? "nothing of the house" : String.join(", ", granted))
                      + ": what is decided above must be testable without what is below");
      if (others.length > 0) {
        rule.check(HOUSE);
      }
    });
  }

  @Test
  void every_class_lives_in_a_module_of_the_table() {
    classes()
        .should()
        .resideInAnyPackage(
            MAY_USE.keySet().stream().map(ArchitectureTest::packages).toArray(String[]::new))
        .because("a module that is not in the table is bound by none of its rules")
        .check(HOUSE);
  }

  @Test
  void the_top_of_the_house_is_pure() {
    pure(Arrays.stream(PURE).map(ArchitectureTest::packages).toArray(String[]::new)).check(HOUSE);
  }

  @Test
  void the_purity_rule_notices_every_impurity() {
    JavaClasses impure = new ClassFileImporter().importPackages("dev.curtain.e2e.impure");
    List<String> violations =
        pure("dev.curtain.e2e.impure..").evaluate(impure).getFailureReport().getDetails();
    Set<String> methods = Set.copyOf(names(impure.get("dev.curtain.e2e.impure.Impurities")));
    assertThat(methods).hasSizeGreaterThan(10);
    assertThat(methods)
        .allSatisfy(
            method -> assertThat(violations).anyMatch(line -> line.contains("." + method + "(")));
  }

  private static List<String> names(JavaClass impurities) {
    return impurities.getMethods().stream()
        .map(method -> method.getName())
        .filter(name -> !name.contains("$"))
        .toList();
  }

  private static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .accessTargetWhere(IMPURE_ACCESS)
        .orShould()
        .dependOnClassesThat(OUTSIDE_WORLD)
        .because(
            "the same input must give the same decision, today and in a replay of the record: time"
                + " and randomness are handed in, and nothing is read, sent or waited for");
  }

  private static String packages(String module) {
    return "dev.curtain." + module + "..";
  }
}
