package dev.curtain.model.advice;

import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with views. */
final class ViewPages {
  private ViewPages() {}

  static final List<Page> ALL =
      List.of(
          Page.of(
              Rule.UNKNOWN_IN_VIEW,
              "The picture would lack it, and nobody would notice until it is presented.",
              """
              Shop = system "Shop" { API = container "API" }
              view index { include Shop.APi }
              """,
              """
              Shop = system "Shop" { API = container "API" }
              view index { include Shop.API }
              """),
          Page.of(
              Rule.DUPLICATE_VIEW,
              "Which of them is meant by the name depends on their order.",
              """
              Shop = system "Shop"
              view index { include * }
              view index { include Shop }
              """,
              """
              Shop = system "Shop"
              view index { include * }
              view shop { include Shop }
              """),
          Page.of(
              Rule.BAD_COLOUR,
              "What draws the view would take its own colour, or none.",
              """
              Shop = system "Shop"
              view index { include * style { element "Shop" { color "#12" } } }
              """,
              """
              Shop = system "Shop"
              view index { include * style { element "Shop" { color "#1168bd" } } }
              """));
}
