/**
 * The documents of the outside contract: what {@code --json} and the HTTP API print, one record per
 * object. Made from the model and the world, never the other way round. Unknown is null here, as
 * the contract says, and nowhere else.
 */
@NullMarked
package dev.curtain.server.document;

import org.jspecify.annotations.NullMarked;
