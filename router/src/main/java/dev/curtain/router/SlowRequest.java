package dev.curtain.router;

import java.util.Optional;

/**
 * A request that took long, to be found again in logs and traces.
 *
 * @param atMicros wall clock of its end, microseconds since 1970
 * @param micros from the choice of the track to the end of the answer
 * @param status 0: the service did not answer whole
 * @param request method and path, without the query
 * @param traceId of the trace that the service was told (W3C Trace Context)
 */
public record SlowRequest(
    String track,
    long atMicros,
    long micros,
    int status,
    String request,
    Optional<String> traceId) {}
