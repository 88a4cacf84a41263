/** A bad version: one order in five cannot be read. */
@NullMarked
package dev.curtain.examples.shop.v3;

import org.jspecify.annotations.NullMarked;
