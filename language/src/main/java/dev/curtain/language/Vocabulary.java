package dev.curtain.language;

import java.util.Set;

/**
 * Words that mean something in some places. None is reserved: what follows a word decides, and
 * {@code node = system "x"} is a system called node.
 */
public final class Vocabulary {
  private Vocabulary() {}

  /** Kinds of things that exist and call each other. */
  public static final Set<String> STRUCTURE =
      Set.of(
          "person", "role", "system", "container", "component", "database", "datastore", "queue");

  /** Kinds of things that are written about them; kept, shown and referable. */
  public static final Set<String> GOVERNANCE =
      Set.of(
          "requirement",
          "adr",
          "policy",
          "scenario",
          "story",
          "flow",
          "feedback",
          "causal_loop",
          "contract",
          "state_machine",
          "incident",
          "flag");

  /** Kinds whose bodies are steps. */
  public static final Set<String> STEPPED =
      Set.of("scenario", "story", "flow", "feedback", "causal_loop", "state_machine");

  /** {@code Foo = kind "Foo"}. */
  public static final Set<String> DECLARERS = Set.of("kind", "tag");

  public static final Set<String> PLACES =
      Set.of(
          "deployment",
          "deploymentNode",
          "deployment_node",
          "node",
          "infrastructure",
          "infrastructureNode",
          "infrastructure_node");

  static final Set<String> INSTANCES =
      Set.of(
          "containerInstance",
          "container_instance",
          "systemInstance",
          "system_instance",
          "softwareSystemInstance",
          "instanceOf",
          "instance_of");

  static final Set<String> WRAPPERS =
      Set.of("specification", "model", "views", "architecture", "workspace", "library");

  static final Set<String> VIEW_WORDS =
      Set.of(
          "include",
          "exclude",
          "title",
          "description",
          "autolayout",
          "autoLayout",
          "style",
          "styles",
          "layout",
          "navigation",
          "tags");

  static boolean knownKind(String word) {
    return STRUCTURE.contains(word) || GOVERNANCE.contains(word) || DECLARERS.contains(word);
  }
}
