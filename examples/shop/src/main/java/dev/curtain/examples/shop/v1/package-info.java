/** The first version: an order and its total. */
@NullMarked
package dev.curtain.examples.shop.v1;

import org.jspecify.annotations.NullMarked;
