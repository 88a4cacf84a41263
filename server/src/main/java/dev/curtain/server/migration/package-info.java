/**
 * Migrations under watch: what users and the database itself meet while one runs is counted, judged
 * by the analysis module, and answered by holding, pausing or taking the migration back. How a
 * migration is carried out is the migration module's own.
 */
@NullMarked
package dev.curtain.server.migration;

import org.jspecify.annotations.NullMarked;
