/**
 * Counts that the router does not have: from Prometheus, from any JSON document, from the replicas'
 * own metrics. They are asked for beside the beat, never in it, and end as tallies in the same
 * blocks as the router's. A provider that is out is written down as that. No statistics here.
 */
@NullMarked
package dev.curtain.server.metrics;

import org.jspecify.annotations.NullMarked;
