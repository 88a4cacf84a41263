/**
 * Replicas as processes of the operating system. They outlive the controller: nothing of theirs
 * hangs on it, and what is needed to find them again is in files.
 */
@NullMarked
package dev.curtain.runtime.process;

import org.jspecify.annotations.NullMarked;
