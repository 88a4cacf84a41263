package dev.curtain.model.advice;

import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with names and references, explained. */
final class NamePages {
  private NamePages() {}

  static final List<Page> ALL =
      List.of(
          Page.of(
              Rule.UNKNOWN_NAME,
              "A relation or an instance of something that is not there is left out of the model."
                  + " The nearest names are in the message.",
              """
              Shop = system "Shop" { API = container "API" }
              Shop.Api -> Shop "calls"
              """,
              """
              Shop = system "Shop" { API = container "API" }
              User = person "User"
              User -> Shop.API "calls"
              """),
          Page.of(
              Rule.AMBIGUOUS_NAME,
              "A short name is enough where one thing has it. Where two have it, write the path.",
              """
              A = system "A" { API = container "API" }
              B = system "B" { API = container "API" }
              User = person "User"
              User -> API "calls"
              """,
              """
              A = system "A" { API = container "API" }
              B = system "B" { API = container "API" }
              User = person "User"
              User -> A.API "calls"
              """),
          Page.of(
              Rule.DUPLICATE_ELEMENT,
              "Every reference would mean both. Names have to differ within one parent only.",
              """
              Shop = system "Shop"
              Shop = system "Another"
              """,
              """
              Shop = system "Shop"
              Other = system "Another"
              """),
          Page.of(
              Rule.DUPLICATE_PLACE,
              "History, routes and rollbacks are kept by path, and would be mixed up.",
              """
              deployment P "P" {
                node A "A" { }
                node A "A" { }
              }
              """,
              """
              deployment P "P" {
                node A "A" { }
                node B "B" { }
              }
              """),
          Page.of(
              Rule.TAKEN_AS_NAMED,
              "A file may hold places only; then nobody can tell a slip from a name.",
              """
              deployment P "P" { node A "A" { containerInstance Shop.API } }
              """,
              """
              Shop = system "Shop" { API = container "API" }
              deployment P "P" { node A "A" { containerInstance Shop.API } }
              """),
          Page.of(
              Rule.DUPLICATE_PROPERTY,
              "Which of the two holds is anybody's guess, so neither is taken.",
              """
              Shop = system "Shop" { API = container "API" }
              deployment P "P" {
                node A "A" { containerInstance Shop.API { replicas 2 replicas 3 } }
              }
              """,
              """
              Shop = system "Shop" { API = container "API" }
              deployment P "P" {
                node A "A" { multi_az true containerInstance Shop.API { replicas 3 } }
              }
              """),
          Page.of(
              Rule.UNKNOWN_KIND,
              "A slip in a kind makes an element that no view and no rule knows. Own kinds are"
                  + " declared: gateway = kind \"Gateway\".",
              """
              Shop = sistem "Shop" { }
              """,
              """
              Shop = system "Shop" { }
              """),
          Page.of(
              Rule.UNKNOWN_STEP,
              "The scenario speaks of something that the model does not have.",
              """
              User = person "User"
              Shop = system "Shop"
              Buy = scenario "Buy" { User -> Shopp "orders" }
              """,
              """
              User = person "User"
              Shop = system "Shop"
              Buy = scenario "Buy" { User -> Shop "orders" }
              """));
}
