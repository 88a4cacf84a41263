package dev.curtain.bench.flags;

import com.sun.management.OperatingSystemMXBean;
import dev.curtain.flags.FlagSet;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first load in a JVM that has done nothing yet: what a process pays that starts with many
 * flags. Each one is a JVM of its own, with a JVM's usual options.
 */
final class ColdLoad {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int MEASURES = 3;

  private ColdLoad() {}

  /** In the JVM that is measured: loads what is in a file, and says what that took. */
  public static void main(String[] arguments) throws IOException {
    String text = Files.readString(Path.of(arguments[0]));
    var threads = ManagementFactory.getThreadMXBean();
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long whole = system.getProcessCpuTime();
    long own = threads.getCurrentThreadCpuTime();
    long begun = System.nanoTime();
    int size = FlagSet.read(text).flags().size();
    long wall = System.nanoTime() - begun;
    own = threads.getCurrentThreadCpuTime() - own;
    whole = system.getProcessCpuTime() - whole;
    System.out.println(size + " " + wall + " " + own + " " + whole);
  }

  /**
   * @param text of {@code flags} flags
   * @return milliseconds: of the wall, of the loading thread's own processor time, and of the whole
   *     process with its compilers and collector
   */
  static Map<String, Double> of(String text, int flags, int times)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("flags", ".json");
    try {
      Files.writeString(file, text);
      double[][] millis = new double[MEASURES][times];
      for (int i = 0; i < times; i++) {
        List<String> said = load(file);
        if (said.size() != MEASURES + 1 || Integer.parseInt(said.getFirst()) != flags) {
          throw new IllegalStateException(said + " (expected: " + flags + " flags and 3 times)");
        }
        for (int j = 0; j < MEASURES; j++) {
          millis[j][i] = Long.parseLong(said.get(j + 1)) / NANOS_PER_MILLI;
        }
      }
      Arrays.stream(millis).forEach(Arrays::sort);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("leastMillis", millis[0][0]);
      figures.put("medianMillis", millis[0][times / 2]);
      figures.put("medianCpuMillis", millis[1][times / 2]);
      figures.put("medianProcessCpuMillis", millis[2][times / 2]);
      return figures;
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> load(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                ColdLoad.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("a fresh JVM ended with " + process.exitValue() + ": " + said);
    }
    return List.of(said.strip().split(" "));
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        Arrays.stream(classPath.split(File.pathSeparator))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .toList());
  }
}
