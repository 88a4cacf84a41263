package dev.curtain.model.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be said about a model, by code. */
public final class Catalogue {
  private static final List<Page> PAGES = pagesInOrder();

  private Catalogue() {}

  /** Syntax, names, quantities, deployment, flags, advice; in each the lowest number first. */
  public static List<Page> pages() {
    return PAGES;
  }

  /** The page of a code, in capitals or not. */
  public static Optional<Page> find(String code) {
    String capitals = code.toUpperCase(Locale.ROOT);
    return PAGES.stream().filter(page -> page.code().equals(capitals)).findFirst();
  }

  private static List<Page> pagesInOrder() {
    List<Page> pages = new ArrayList<>(SyntaxPages.ALL);
    pages.addAll(NamePages.ALL);
    pages.addAll(ImportPages.ALL);
    pages.addAll(ViewPages.ALL);
    pages.addAll(QuantityPages.ALL);
    pages.addAll(DeploymentPages.ALL);
    pages.addAll(FlagPages.ALL);
    Linter.ADVICE.forEach(advice -> pages.add(advice.page()));
    pages.add(NothingSaid.PAGE);
    pages.add(Allowances.WITHOUT_REASON);
    pages.add(Severities.NOT_HONOURED);
    return List.copyOf(pages);
  }
}
