package dev.curtain.model;

import dev.curtain.language.Span;

/**
 * An element placed on a node, as written.
 *
 * @param element the resolved path of the element
 * @param path {@code Production/AWS/ECommerce.API}
 * @param trafficShare per cent of the element's traffic in this deployment, 0..100: node shares
 *     multiplied down, missing shares filled from the remainder, standby places 0
 */
public record Instance(
    String element, String path, Properties properties, double trafficShare, Span span) {}
