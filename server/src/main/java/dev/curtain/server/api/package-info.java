/** HTTP: the contract's documents, commands and live changes. No decision is taken here. */
@NullMarked
package dev.curtain.server.api;

import org.jspecify.annotations.NullMarked;
