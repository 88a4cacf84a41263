/**
 * Who sees what: definitions of feature flags in flagd's format, compiled once and evaluated
 * without asking anybody, and the salted, stable bucketing of users that routes use. A library of
 * its own; knows no clock, file or thread.
 */
@NullMarked
package dev.curtain.flags;

import org.jspecify.annotations.NullMarked;
