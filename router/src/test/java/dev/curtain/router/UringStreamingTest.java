package dev.curtain.router;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same by io_uring, where the kernel has it. */
@EnabledIf(value = "dev.curtain.router.Uring#available", disabledReason = "no io_uring here")
class UringStreamingTest extends StreamingTest {
  @Override
  RouterOptions options() {
    return RouterOptions.DEFAULT.withTransport(Transport.IO_URING);
  }
}
