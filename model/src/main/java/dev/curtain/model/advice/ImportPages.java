package dev.curtain.model.advice;

import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with imports. A line {@code // file NAME} begins another file. */
final class ImportPages {
  private ImportPages() {}

  static final List<Page> ALL =
      List.of(
          Page.of(
              Rule.UNREAD_IMPORT,
              "What is declared there is not known here. Files are named by a path (./shop.sruja);"
                  + " of libraries only the standard one is known.",
              """
              import { Shop } from 'example.com/shop'
              """,
              """
              import { * } from 'sruja.ai/stdlib'
              """),
          Page.of(
              Rule.MISSING_IMPORT,
              "What it declares is missing here, and every reference to it would be wrong. The path"
                  + " is relative to the file in which the import stands.",
              """
              import { * } from './shopp.sruja'
              // file shop.sruja
              Shop = system "Shop"
              """,
              """
              import { * } from './shop.sruja'
              // file shop.sruja
              Shop = system "Shop"
              """),
          Page.of(
              Rule.IMPORT_CYCLE,
              "Which of them is read first would decide what the model is.",
              """
              import { * } from './shop.sruja'
              User = person "User"
              // file shop.sruja
              import { * } from './model.sruja'
              Shop = system "Shop"
              """,
              """
              import { * } from './shop.sruja'
              User = person "User"
              // file shop.sruja
              Shop = system "Shop"
              """),
          Page.of(
              Rule.NOT_IN_IMPORT,
              "Names in an import are what the other file declares at its top: elements,"
                  + " deployments, views. With them come its kinds, and the relations between"
                  + " them.",
              """
              import { Shopp } from './shop.sruja'
              // file shop.sruja
              Shop = system "Shop"
              """,
              """
              import { Shop } from './shop.sruja'
              // file shop.sruja
              Shop = system "Shop"
              """));
}
