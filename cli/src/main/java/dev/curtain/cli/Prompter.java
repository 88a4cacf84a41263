package dev.curtain.cli;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** {@code --step-by-step}: holds a rollout after each of its steps until somebody presses Enter. */
final class Prompter implements AutoCloseable {
  /** Whose word it is; its pausing and resuming is nobody's news. */
  static final String WHO = "step by step";

  private final Screen screen;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
  private final Set<String> doneBefore = new HashSet<>();
  private final Thread thread;
  private @Nullable Engine engine;

  Prompter(Screen screen) {
    this.screen = screen;
    this.thread = Thread.ofVirtual().name("prompter").unstarted(this::run);
  }

  void begin(Engine running) {
    engine = running;
    thread.start();
  }

  /** Called by whoever wrote the entry: what is to be done about it is done elsewhere. */
  void moved(Entry.Moved moved, World after) {
    RolloutState state = after.rollouts().get(moved.rollout());
    boolean begun = moved.event() instanceof RolloutEvent.Begun;
    boolean done = state != null && state.held() && state.stepDone();
    boolean wasDone = done ? !doneBefore.add(moved.rollout()) : !doneBefore.remove(moved.rollout());
    if (begun || (done && !wasDone)) {
      waiting.add(moved.rollout());
    }
  }

  private void run() {
    try {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (true) {
        String rollout = waiting.take();
        Engine running = engine;
        if (running != null && !step(running, rollout, input)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false once nothing is to be held any more. */
  private boolean step(Engine running, String rollout, BufferedReader input) {
    RolloutState state = running.ledger().world().rollouts().get(rollout);
    if (state == null || state.phase().ended()) {
      return true;
    }
    if (!state.held()) {
      command(running, rollout, RolloutEvent.Command.PAUSE);
      return true;
    }
    String next =
        state.step() + 1 < state.spec().steps().size()
            ? state.spec().steps().get(state.step() + 1).describe()
            : "the end";
    screen.message(rollout + ": next: " + next + " [Enter: go on, r: roll back, a: all the rest]");
    String answer = line(input);
    switch (answer) {
      case "r" -> command(running, rollout, RolloutEvent.Command.ROLLBACK);
      case "a" -> {
        command(running, rollout, RolloutEvent.Command.RESUME);
        return false;
      }
      default -> {
        // One step, no more: nothing happens between the two, so the step ends held.
        synchronized (running.ledger()) {
          command(running, rollout, RolloutEvent.Command.RESUME);
          command(running, rollout, RolloutEvent.Command.PAUSE);
        }
      }
    }
    return true;
  }

  /** Where nobody types any more, the rest goes on by itself. */
  private static String line(BufferedReader input) {
    try {
      String line = input.readLine();
      return line == null ? "a" : line.strip();
    } catch (IOException e) {
      return "a";
    }
  }

  private void command(Engine running, String rollout, RolloutEvent.Command command) {
    try {
      running.command(rollout, command, WHO, "");
    } catch (Refused e) {
      screen.message(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
