package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The protocol's endpoints over a source of flags, for whichever web server they are put into.
 * Errors always have a body: some clients take none for another error.
 */
public final class Ofrep implements AutoCloseable {
  static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final Logger LOG = System.getLogger(Ofrep.class.getName());

  private final Evaluations evaluations;
  private final ChangeStream changes;
  private final Propagation propagation;

  public Ofrep(FlagSource source, InstantSource clock, Usage usage) {
    this.propagation = new Propagation(System::nanoTime);
    this.evaluations = new Evaluations(source, clock, usage, propagation);
    this.changes = new ChangeStream(source, propagation);
  }

  /** Who has which revision. */
  public Propagation propagation() {
    return propagation;
  }

  public void route(HttpRouting.Builder routing, Access access) {
    routing.post(FLAGS, guarded(bulk(access), access));
    routing.post(FLAGS + "/", guarded(bulk(access), access));
    routing.post(FLAGS + "/{key}", guarded(evaluations::single, access));
    routing.get(ChangeStream.PATH, guarded(changes::serve, access));
    routing.get("/ofrep/v1/definition", guarded(evaluations::definition, access));
    routing.post("/ofrep/v1/acknowledgement", guarded(evaluations::acknowledge, access));
    routing.options("/ofrep/*", guarded(access::preflight, Access.ANYBODY));
    routing.any(
        "/ofrep/*",
        guarded(
            (request, _) -> {
              throw new OfrepProblem(
                  404,
                  Optional.of(Answer.Code.GENERAL),
                  request.prologue().method().text()
                      + " "
                      + request.path().path()
                      + ": there is no such page (expected: "
                      + Method.POST.text()
                      + " "
                      + FLAGS
                      + "/{key})");
            },
            access));
  }

  private Handler bulk(Access access) {
    String stream = ChangeStream.PATH + access.ticket().map(each -> "?ticket=" + each).orElse("");
    return (request, response) -> evaluations.bulk(request, response, stream);
  }

  private static Handler guarded(Handler handler, Access access) {
    return (request, response) -> {
      try {
        access.check(request, response);
        handler.handle(request, response);
      } catch (OfrepProblem e) {
        Evaluations.send(response, e.status(), Documents.error(Optional.empty(), e));
      } catch (HttpException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, request.path().path() + " failed", e);
        Evaluations.send(
            response,
            500,
            JsonNodeFactory.instance
                .objectNode()
                .put("errorDetails", "the server could not do this; its log says why"));
      }
    };
  }

  @Override
  public void close() {
    changes.close();
  }
}
