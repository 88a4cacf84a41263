package dev.curtain.migration.run;

/**
 * Who asks for something, for the record.
 *
 * @param who a name, with what they are where that is known; empty: nobody says
 * @param why in their words; empty: they do not say
 */
public record By(String who, String why) {
  public static final By NOBODY = new By("", "");
}
