/** What all versions of the shop's API share: a small HTTP service without dependencies. */
@NullMarked
package dev.curtain.examples.shop;

import org.jspecify.annotations.NullMarked;
