package dev.curtain.server.api;

import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.MeasuresDocument;

/** What a client of the live events is told. */
public sealed interface LiveEvent {
  /** An entry was written. */
  record Written(EventDocument document) implements LiveEvent {}

  /** What the router counted. */
  record Measured(MeasuresDocument document) implements LiveEvent {}

  /** The server's log is another one than the client knows: everything has to be looked at anew. */
  record Reset() implements LiveEvent {}
}
