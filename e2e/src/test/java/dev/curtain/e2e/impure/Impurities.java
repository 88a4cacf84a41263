package dev.curtain.e2e.impure;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Each method breaks the purity rule in one way. */
final class Impurities {
  private Impurities() {}

  static Instant asksTheTime() {
    return Instant.now();
  }

  static Clock takesTheSystemsClock() {
    return Clock.systemUTC();
  }

  static long asksTheWallClock() {
    return System.currentTimeMillis();
  }

  static long asksTheTicker() {
    return System.nanoTime();
  }

  static double drawsFromNowhere() {
    return Math.random();
  }

  static Random makesItsOwnRandomness() {
    return new Random();
  }

  static int drawsFromTheThread() {
    return ThreadLocalRandom.current().nextInt();
  }

  static UUID invents() {
    return UUID.randomUUID();
  }

  static void waits() throws InterruptedException {
    Thread.onSpinWait();
    new Thread(() -> {}).join();
  }

  static void runsElsewhere() {
    Executors.newCachedThreadPool().close();
  }

  static String readsAFile() throws IOException {
    return Files.readString(Path.of("x"));
  }

  static void opensASocket() throws IOException {
    new Socket().close();
  }
}
