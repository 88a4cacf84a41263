/**
 * A model on stand-ins behind the real router with synthetic users: everything from one command,
 * nothing left behind.
 */
@NullMarked
package dev.curtain.server.rehearsal;

import org.jspecify.annotations.NullMarked;
