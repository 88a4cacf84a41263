package dev.curtain.model.advice;

import dev.curtain.language.SyntaxRule;
import java.util.List;

/** What can be wrong with the form of a text, explained. */
final class SyntaxPages {
  private static final String SHOP = "Shop = system \"Shop\"\n";

  private SyntaxPages() {}

  static final List<Page> ALL =
      List.of(
          Page.of(
              SyntaxRule.NOT_TEXT,
              "A picture, an archive or a program was given by mistake; nothing of it is read.",
              "PK\u0003\u0004\0\0\0",
              SHOP),
          Page.of(
              SyntaxRule.UNCLOSED_BLOCK,
              "What follows would become part of the block. Where the indentation shows the end,"
                  + " reading goes on as if the brace were there.",
              """
              Shop = system "Shop" {
                API = container "API"
              """,
              """
              Shop = system "Shop" {
                API = container "API"
              }
              """),
          Page.of(
              SyntaxRule.STRAY_BRACE,
              "A block above probably ends too early, and what follows it belongs elsewhere.",
              """
              Shop = system "Shop" { }
              }
              """,
              "Shop = system \"Shop\" { }\n"),
          Page.of(
              SyntaxRule.UNCLOSED_STRING,
              "The rest of the line is taken as the string; the quote that is missing may be any"
                  + " of them.",
              """
              Shop = system "Shop
              """,
              SHOP),
          Page.of(
              SyntaxRule.UNCLOSED_COMMENT,
              "Everything behind it is a comment, and silently no part of the model.",
              """
              Shop = system "Shop" /* the shop
              """,
              """
              Shop = system "Shop" /* the shop */
              """),
          Page.of(
              SyntaxRule.UNEXPECTED,
              "It is kept in the text and means nothing; what was meant is not in the model.",
              """
              Shop = system "Shop" { health /healthz }
              """,
              """
              Shop = system "Shop" { health "/healthz" }
              """),
          Page.of(
              SyntaxRule.MISSING_VALUE,
              "A key with a colon or an equals sign announces a value. A flag needs neither.",
              """
              Shop = system "Shop" {
                owner:
              }
              """,
              """
              Shop = system "Shop" {
                owner: "Team Shop"
              }
              """),
          Page.of(
              SyntaxRule.UNCLOSED_LIST,
              "The list is taken to end with its line.",
              """
              Shop = system "Shop" {
                tags ["a", "b"
              }
              """,
              """
              Shop = system "Shop" {
                tags ["a", "b"]
              }
              """),
          Page.of(
              SyntaxRule.MISSING_END,
              "A relation has two ends; this one is left out of the model.",
              """
              A = system "A"
              A ->
              """,
              """
              A = system "A"
              B = system "B"
              A -> B "calls"
              """),
          Page.of(
              SyntaxRule.TYPOGRAPHIC_QUOTE,
              "Word processors turn quotes; the language knows the straight ones.",
              "Shop = system “Shop”\n",
              SHOP),
          Page.of(
              SyntaxRule.TOO_DEEP,
              "No system is nested 200 deep; a generator has lost count.",
              "a { ".repeat(201) + "} ".repeat(201) + "\n",
              "a { ".repeat(3) + "} ".repeat(3) + "\n"),
          Page.of(
              SyntaxRule.BROKEN_IMPORT,
              "Nothing is imported, because it is not said from where.",
              "import { * } from\n",
              "import { * } from 'sruja.ai/stdlib'\n"),
          Page.of(
              SyntaxRule.PLACEHOLDER,
              "Dots stand for something that was left out, and what was left out is not checked.",
              """
              Shop = system "Shop" {
                ...
              }
              """,
              """
              Shop = system "Shop" {
                // the rest is in another file
              }
              """));
}
