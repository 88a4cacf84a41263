package dev.curtain.runtime;

/**
 * What a replica takes of its machine right now.
 *
 * @param memoryMegabytes resident, in 2^20 bytes
 * @param threads that it has
 * @param files that it has open, sockets and pipes included
 */
public record Usage(double memoryMegabytes, long threads, long files) {}
