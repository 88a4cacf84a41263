package dev.curtain.cli.imports;

import dev.curtain.cli.imports.Imported.Finding;
import dev.curtain.language.Formatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A Docker Compose file as a model: one system, one host, and what should be better about it. */
public final class Compose {
  private static final Pattern DATABASE =
      Pattern.compile(
          "(postgres|postgis|mysql|mariadb|mongo|redis|valkey|memcached|cassandra|elasticsearch"
              + "|opensearch|clickhouse|influxdb|cockroach|mssql|minio)");
  private static final Pattern QUEUE =
      Pattern.compile("(rabbitmq|kafka|redpanda|nats|activemq|artemis|pulsar|mosquitto)");
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|passwd|secret|token|api_?key|private_?key|credential)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern PATH = Pattern.compile("https?://[^/\\s\"']+(/[^\\s\"'|]*)");

  private final Names names = new Names();
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final JsonNode file;

  private Compose(JsonNode file) {
    this.file = file;
  }

  /**
   * @param name what the system is called
   * @throws IllegalArgumentException where the text is no Compose file; the message says why
   */
  public static Imported read(String text, String name) {
    JsonNode file;
    try {
      file = new YAMLMapper().readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("is not YAML: " + e.getOriginalMessage(), e);
    }
    if (file == null || !file.path("services").isObject() || file.path("services").isEmpty()) {
      throw new IllegalArgumentException(
          "has no services (expected: a Compose file with services: at its top)");
    }
    Compose compose = new Compose(file);
    compose.write(file.path("name").asString(name));
    String model = compose.out.toString();
    return new Imported(Formatter.format(model).orElse(model), compose.findings);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void write(String name) {
    String system = names.of(name);
    services().forEach((service, _) -> ids.put(service, names.of(service)));
    line("import { * } from 'sruja.ai/stdlib'\n");
    line(system + " = system " + Names.text(name) + " {");
    services().forEach(this::service);
    services()
        .forEach((service, node) -> {
          for (String other : keys(node.path("depends_on"))) {
            if (ids.containsKey(other)) {
              line(ids.get(service) + " -> " + ids.get(other) + " \"depends on\"");
            }
          }
        });
    line("}\n");
    line("deployment Host \"Docker Compose\" {");
    line("runtime \"docker\"");
    line("node Machine \"One host\" {");
    services()
        .forEach((service, node) -> {
          String replicas =
              node.path("deploy").path("replicas").asString(node.path("scale").asString("1"));
          line("containerInstance " + system + "." + ids.get(service) + " {");
          line("replicas " + (replicas.matches("\\d+") ? replicas : "1"));
          limits(node).forEach((key, value) -> line(key + " " + Names.text(value)));
          line("}");
        });
    line("}\n}\n");
    line("view index { include * }");
  }

  private Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    file.path("services")
        .properties()
        .forEach(each -> services.put(each.getKey(), each.getValue()));
    return services;
  }

  private void service(String service, JsonNode node) {
    String image = node.path("image").asString("");
    String known = (image.isEmpty() ? service : image).toLowerCase(Locale.ROOT);
    String kind =
        DATABASE.matcher(known).find()
            ? "database"
            : QUEUE.matcher(known).find() ? "queue" : "container";
    line(ids.get(service) + " = " + kind + " " + Names.text(service) + " {");
    if (!image.isEmpty()) {
      line("image " + Names.text(image));
      tag(service, image);
    }
    if (!node.path("build").isMissingNode()) {
      JsonNode build = node.path("build");
      String where = build.isObject() ? build.path("context").asString(".") : build.asString(".");
      line(
          "// built from "
              + where.replaceAll("\\R", " ")
              + ": build it once, push it, and name it here");
      if (image.isEmpty()) {
        line("image " + Names.text("registry/" + service + ":{version}"));
      }
      find(
          "build-in-production",
          service,
          "is built on the machine that runs it, from " + where,
          "build it once, push the image, and run it by version or digest");
    }
    port(node);
    health(service, node);
    environment(service, node);
    if (limits(node).isEmpty()) {
      find(
          "no-limits",
          service,
          "may take all memory and CPU of the machine",
          "set deploy.resources.limits with cpus and memory");
    }
    if (node.path("depends_on").isArray() && !node.path("depends_on").isEmpty()) {
      find(
          "depends-on-without-condition",
          service,
          "starts as soon as "
              + String.join(", ", keys(node.path("depends_on")))
              + " has begun to start, ready or not",
          "write depends_on with condition: service_healthy, and give those a healthcheck");
    }
    line("}");
  }

  private void find(String rule, String service, String message, String hint) {
    findings.add(new Finding(rule, service, service + " " + message, hint));
  }

  private void tag(String service, String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    String tag = name.contains(":") ? name.substring(name.indexOf(':') + 1) : "";
    boolean pinned = image.contains("@sha256:") || tag.matches(".*\\d.*") || tag.contains("$");
    if (!pinned) {
      find(
          "floating-tag",
          service,
          "runs \"" + image + "\", which is another image tomorrow",
          "name a version (" + name.replaceFirst(":.*", "") + ":1.2.3), better a digest");
    }
  }

  private void port(JsonNode node) {
    for (JsonNode port : node.path("ports")) {
      String text = port.isObject() ? port.path("target").asString("") : port.asString("");
      String inner = text.replaceFirst("/.*", "").replaceFirst(".*:", "").replaceFirst("-.*", "");
      if (inner.matches("\\d{1,5}")) {
        line("port " + inner);
        return;
      }
    }
  }

  private void health(String service, JsonNode node) {
    JsonNode check = node.path("healthcheck");
    boolean none = check.isMissingNode() || check.path("disable").asBoolean(false);
    if (none) {
      find(
          "no-health-check",
          service,
          "has no health check: nobody notices when it hangs",
          "add a healthcheck, and a path that says whether it is ready");
      return;
    }
    Matcher path = PATH.matcher(check.path("test").toString());
    if (path.find()) {
      line("health " + Names.text(path.group(1)));
    }
  }

  /** What is secret is said to be somewhere, and never copied. */
  private void environment(String service, JsonNode node) {
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    Set<String> exposed = new TreeSet<>();
    environment(node.path("environment"))
        .forEach((key, value) -> {
          boolean secret =
              SECRET.matcher(key).find() && !key.endsWith("_FILE")
                  || VARIABLE
                      .matcher(value)
                      .results()
                      .anyMatch(each -> SECRET.matcher(each.group(1)).find())
                  || value.matches("[a-z+]+://[^/\\s:@]+:[^/\\s@]+@.*");
          if (secret && !value.isBlank()) {
            exposed.add(key);
            secrets.put(key, "file:secrets/" + key.toLowerCase(Locale.ROOT));
          } else {
            plain.put(key, value);
          }
        });
    for (JsonNode each : node.path("secrets")) {
      String name = each.isObject() ? each.path("source").asString("") : each.asString("");
      String where = file.path("secrets").path(name).path("file").asString("secrets/" + name);
      secrets.put(name, "file:" + where);
    }
    if (!exposed.isEmpty()) {
      boolean both = node.path("secrets").isArray() && !node.path("secrets").isEmpty();
      find(
          "secret-in-environment",
          service,
          "has "
              + String.join(", ", exposed)
              + " in its environment"
              + (both ? ", although it has secrets" : "")
              + ": whoever may inspect the container reads it",
          "hand it over as a file: secrets, and the _FILE variant of the variable");
    }
    block("env", plain);
    block("secrets", secrets);
  }

  private void block(String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      line(key + " {");
      values.forEach((name, value) -> {
        boolean bare = name.matches("[A-Za-z_][A-Za-z0-9_]*");
        line((bare ? name : Names.text(name)) + " " + Names.text(value));
      });
      line("}");
    }
  }

  private static Map<String, String> environment(JsonNode node) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (node.isObject()) {
      node.properties()
          .forEach(each -> environment.put(each.getKey(), each.getValue().asString("")));
    }
    if (node.isArray()) {
      for (JsonNode each : node) {
        String text = each.asString("");
        int sign = text.indexOf('=');
        environment.put(
            sign < 0 ? text : text.substring(0, sign), sign < 0 ? "" : text.substring(sign + 1));
      }
    }
    return environment;
  }

  private static Map<String, String> limits(JsonNode node) {
    Map<String, String> limits = new LinkedHashMap<>();
    JsonNode set = node.path("deploy").path("resources").path("limits");
    String cpu = set.path("cpus").asString(node.path("cpus").asString(""));
    String memory = set.path("memory").asString(node.path("mem_limit").asString(""));
    if (cpu.matches("\\d+(\\.\\d+)?")) {
      limits.put("cpu", cpu + " cores");
    }
    Matcher size = Pattern.compile("(?i)(\\d+)\\s*([kmg])i?b?").matcher(memory);
    if (size.matches()) {
      limits.put("memory", size.group(1) + size.group(2).toUpperCase(Locale.ROOT) + "i");
    }
    return limits;
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    if (node.isObject()) {
      node.properties().forEach(each -> keys.add(each.getKey()));
    } else if (node.isArray()) {
      node.forEach(each -> keys.add(each.asString("")));
    }
    return keys;
  }
}
