package org.pose2gloss.pipelines.beam;

import java.util.Arrays;
import java.util.Optional;

/** What a pipeline failed by: runners wrap what a step has thrown in exceptions of their own. */
public final class Failures {
  private Failures() {}

  /** The outermost exception of one of these kinds. */
  public static Optional<RuntimeException> find(RuntimeException failure, Class<?>... kinds) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RuntimeException here
          && Arrays.stream(kinds).anyMatch(kind -> kind.isInstance(here))) {
        return Optional.of(here);
      }
    }
    return Optional.empty();
  }
}
