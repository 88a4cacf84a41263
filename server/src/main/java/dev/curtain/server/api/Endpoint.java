package dev.curtain.server.api;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/** One thing that can be asked for. */
record Endpoint(Method method, String path, Handler handler) {
  static Endpoint get(String path, Handler handler) {
    return new Endpoint(Method.GET, path, handler);
  }

  static Endpoint post(String path, Handler handler) {
    return new Endpoint(Method.POST, path, handler);
  }
}
