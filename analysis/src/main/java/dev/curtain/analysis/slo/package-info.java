/**
 * Service level objectives: error budgets, burn rates, and what they say about releasing now.
 * Counts in, statements out; where the counts come from is not known here.
 *
 * <p>Formulas: Google, "The Site Reliability Workbook", 2018, chapter 5.
 */
@NullMarked
package dev.curtain.analysis.slo;

import org.jspecify.annotations.NullMarked;
