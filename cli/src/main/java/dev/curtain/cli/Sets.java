package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code --set PATH=VERSION}. */
final class Sets {
  private Sets() {}

  static Map<String, String> parse(List<String> set) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String each : set) {
      int equals = each.indexOf('=');
      if (equals <= 0 || equals == each.length() - 1) {
        throw Failure.usage("--set " + each + " (expected: PATH=VERSION, as in Shop.API=v2)");
      }
      versions.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return versions;
  }

  static void check(Map<String, String> versions, Deployment deployment) {
    List<String> known = deployment.services().stream().map(Service::element).toList();
    for (String path : versions.keySet()) {
      if (!known.contains(path)) {
        throw Failure.usage(
            "--set "
                + path
                + ": no such service in "
                + deployment.id()
                + " (there are: "
                + String.join(", ", known)
                + ")");
      }
    }
  }
}
