/**
 * Models in an editor, by the Language Server Protocol. Everything that is said here is decided in
 * {@code language} and {@code model}; here it is only put where an editor looks for it.
 */
@NullMarked
package dev.curtain.lsp;

import org.jspecify.annotations.NullMarked;
