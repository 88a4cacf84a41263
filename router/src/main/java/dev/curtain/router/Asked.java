package dev.curtain.router;

/** What a request's head asked for, kept while its exchange lasts. */
record Asked(
    boolean head,
    boolean http10,
    boolean keepAlive,
    boolean upgrade,
    boolean webSocket,
    boolean grpc) {
  static Asked of(RequestHead request) {
    return new Asked(
        request.method() == RequestHead.Method.HEAD,
        request.http10(),
        request.keepAlive(),
        request.upgrade() >= 0,
        request.webSocket(),
        request.grpc());
  }
}
