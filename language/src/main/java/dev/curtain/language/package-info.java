/**
 * Sruja text to a lossless, error-tolerant syntax tree with positions; diagnostics; the formatter,
 * and edits that move nothing else. Pure: no clock, no thread, no file, no socket. It knows nothing
 * about what the text means; that is {@code dev.curtain.model}.
 */
@NullMarked
package dev.curtain.language;

import org.jspecify.annotations.NullMarked;
