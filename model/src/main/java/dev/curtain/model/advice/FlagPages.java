package dev.curtain.model.advice;

import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with flags. */
final class FlagPages {
  private static final String RIGHT =
      """
      Shop = system "Shop" {
        API = container "API"
      }
      flag NewCheckout "The checkout on one page" {
        category "release"
        owner "checkout"
        created "2026-11-21"
        remove_by "2027-03-01"
        service Shop.API
      }
      """;

  private FlagPages() {}

  private static Page page(Rule rule, String why, String wrong) {
    return Page.of(rule, why, wrong, RIGHT);
  }

  static final List<Page> ALL =
      List.of(
          page(
              Rule.INCOMPLETE_FLAG,
              "A flag that nobody owns and that nothing ends stays for ever, and each doubles the"
                  + " number of programs there are. It has a category, an owner and a day from"
                  + " birth.",
              """
              flag NewCheckout "The checkout on one page" { category "release" }
              """),
          page(
              Rule.UNKNOWN_FLAG_CATEGORY,
              "How long a flag may live, and what its end looks like, goes by its category: release"
                  + " (184 days), experiment (92, ends in a decision), ops and permission (reviewed"
                  + " within 366).",
              """
              flag NewCheckout "…" { category "temporary" owner "checkout" remove_by "2027-03-01" }
              """),
          page(
              Rule.BAD_FLAG_DAYS,
              "A day that cannot be read never comes, and a far one is as good as none. A later"
                  + " one than the category allows needs a reason in the model; the flags' own log"
                  + " allows it twice, by 92 days each time.",
              """
              flag NewCheckout "The checkout on one page" {
                category "release"
                owner "checkout"
                created "2026-11-21"
                remove_by "2029-03-01"
              }
              """),
          page(
              Rule.UNKNOWN_FLAG_SERVICE,
              "The service that reads a flag is how Curtain knows which live version would miss it,"
                  + " and whose deployment an overdue flag concerns.",
              """
              Shop = system "Shop" { API = container "API" }
              flag NewCheckout "The checkout on one page" {
                category "release" owner "checkout" remove_by "2027-03-01"
                service Shop.APi2
              }
              """),
          page(
              Rule.BAD_FLAG_VARIANTS,
              "Programs ask for one type and get one of the variants; those who are not let in get"
                  + " the default. Without variants it is on and off, and off is the default.",
              """
              flag Colour "The colour of the button" {
                category "experiment" owner "design" remove_by "2027-01-10"
                variants { red "#f00" blue "#00f" }
              }
              """),
          Page.of(
              Rule.TANGLED_FLAGS,
              "A flag is at its default unless those it waits for are at the named variants. In a"
                  + " circle none could ever be on.",
              """
              flag Cart "…" {
                category "release" owner "shop" remove_by "2027-03-01" requires Checkout
              }
              flag Checkout "…" {
                category "release" owner "shop" remove_by "2027-03-01" requires Cart
              }
              """,
              """
              flag Cart "…" { category "release" owner "shop" remove_by "2027-03-01" }
              flag Checkout "…" {
                category "release" owner "shop" remove_by "2027-03-01" requires Cart
              }
              """),
          page(
              Rule.BAD_FLAG_KEY,
              "The key is what programs ask for, and part of an address: letters, digits and . _ ~"
                  + " - are safe everywhere. Without key it is the flag's name.",
              """
              flag NewCheckout "The checkout on one page" {
                key "new checkout"
                category "release" owner "checkout" remove_by "2027-03-01"
              }
              """),
          page(
              Rule.PERMISSION_FLAG,
              "Who may do what is decided for good, by people who look after rights, and has to be"
                  + " asked at the time of the act. Flags come and go, and are turned off in a"
                  + " hurry.",
              """
              flag Refunds "Who may refund" {
                category "permission" owner "finance" remove_by "2027-03-01"
              }
              """),
          page(
              Rule.FLAG_WITHOUT_SERVICE,
              "Without it nobody is warned that a live version reads a flag that is to be removed,"
                  + " and an overdue flag holds nobody's deployment.",
              """
              flag NewCheckout "The checkout on one page" {
                category "release" owner "checkout" remove_by "2027-03-01"
              }
              """));
}
