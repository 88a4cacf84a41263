/**
 * Which strategy fits a service, and why: five questions answered from the model, what each answer
 * speaks for, and what happens under each strategy when the new version is bad. Says nothing about
 * mistakes in a model (that is {@code advice}) and changes nothing.
 */
@NullMarked
package dev.curtain.model.choice;

import org.jspecify.annotations.NullMarked;
