/** Other people's files as models: text in, text out, with what could not be taken over. */
@NullMarked
package dev.curtain.cli.imports;

import org.jspecify.annotations.NullMarked;
