/**
 * The judge, measured: how often it aborts where nothing is wrong, how soon it finds what is, how
 * well it foresees that, and what it costs; beside the rules of peers on the same streams.
 */
@NullMarked
package dev.curtain.bench.judge;

import org.jspecify.annotations.NullMarked;
