package dev.curtain.flags;

import java.lang.management.ManagementFactory;

/**
 * What one evaluation costs: nanoseconds of the thread's own CPU time and bytes allocated by it.
 * Not a test; docs/flags.md has the command.
 */
final class EvaluationBench {
  private static final int USERS = 1_024;
  private static final int ROUND = 5_000_000;

  private EvaluationBench() {}

  public static void main(String[] args) {
    FlagSet set =
        FlagSet.read(
            """
            {"flags":{
             "percent":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
               "targeting":{"fractional":[["on",50],["off",50]]}},
             "clauses":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
               "targeting":{"if":[{"and":[{"==":[{"var":"tier"},"gold"]},{">":[{"var":"age"},17]},
                 {"in":[{"var":"country"},["de","at","ch"]]},{"starts_with":[{"var":"mail"},"user"]},
                 {"!=":[{"var":"plan"},"free"]}]},"on","off"]}}}}
            """);
    Context[] contexts = new Context[USERS];
    for (int i = 0; i < USERS; i++) {
      contexts[i] =
          Context.of("user-" + i)
              .with("tier", Value.of("gold"))
              .with("age", Value.of(30))
              .with("country", Value.of("at"))
              .with("mail", Value.of("user" + i + "@example.org"))
              .with("plan", Value.of("paid"));
    }
    for (String key : new String[] {"percent", "clauses"}) {
      for (int round = 0; round < 5; round++) {
        System.out.println(key + " " + measure(set, key, contexts));
      }
    }
  }

  private static String measure(FlagSet set, String key, Context[] contexts) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = threads.getCurrentThreadCpuTime();
    int on = 0;
    for (int i = 0; i < ROUND; i++) {
      Answer answer = set.evaluate(key, contexts[i & USERS - 1], 0);
      on += answer instanceof Answer.Resolved resolved && resolved.variant().equals("on") ? 1 : 0;
    }
    nanos = threads.getCurrentThreadCpuTime() - nanos;
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    return "%.1f ns/op, %.1f B/op, %.1f %% on"
        .formatted((double) nanos / ROUND, (double) bytes / ROUND, 100.0 * on / ROUND);
  }
}
