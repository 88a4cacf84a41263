package dev.curtain.model.advice;

import dev.curtain.model.SystemModel;

/** One rule about models that can be run and may yet disappoint. */
interface Advice {
  Page page();

  void check(SystemModel model, Findings findings);
}
