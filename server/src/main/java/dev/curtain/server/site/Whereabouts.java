package dev.curtain.server.site;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a deployment runs and how it is reached: what stays as it was raised. */
final class Whereabouts {
  private Whereabouts() {}

  /** What of it a later text says otherwise; empty where nothing. */
  static List<String> changes(Deployment raised, Deployment now) {
    List<String> changes = new ArrayList<>();
    if (!raised.properties().text("listen").equals(now.properties().text("listen"))) {
      changes.add("listen");
    }
    Map<String, Service> services = new LinkedHashMap<>();
    now.services().forEach(service -> services.put(service.element(), service));
    for (Service was : raised.services()) {
      Service is = services.remove(was.element());
      if (is == null) {
        changes.add(was.element() + " is not in it any more");
      } else if (!was.placements().equals(is.placements())) {
        changes.add(was.element() + ": where it runs, with how many replicas, or which share");
      } else if (!Objects.equals(was.launch().host(), is.launch().host())
          || !Objects.equals(was.launch().path(), is.launch().path())) {
        changes.add(was.element() + ": host or path");
      }
    }
    services.keySet().forEach(added -> changes.add(added + " is new"));
    return changes;
  }
}
