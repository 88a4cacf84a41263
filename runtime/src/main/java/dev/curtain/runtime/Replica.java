package dev.curtain.runtime;

/** A replica that has been started and where it is reached. */
public record Replica(String id, String host, int port) {}
