package dev.curtain.simulation;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a world is run by: the sound engine, or one that is broken on purpose.
 *
 * @param controllers a new controller for a service, at the beginning and after each crash
 * @param invariants fresh ones for one service of one world
 */
record Parts(
    Machine machine,
    Function<Site, Controller> controllers,
    Supplier<List<Invariant>> invariants) {}
