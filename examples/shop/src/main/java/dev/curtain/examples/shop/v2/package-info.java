/** The second version: an order with its lines and its currency. */
@NullMarked
package dev.curtain.examples.shop.v2;

import org.jspecify.annotations.NullMarked;
