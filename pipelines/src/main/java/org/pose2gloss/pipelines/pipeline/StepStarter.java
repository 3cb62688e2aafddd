package org.pose2gloss.pipelines.pipeline;

import java.io.IOException;
import java.util.List;

/** Starts commands as steps. */
interface StepStarter {
  /**
   * Starts one.
   *
   * @param options what follows the command's name
   * @throws IOException if it cannot be started
   */
  RunningStep start(Step step, List<String> options) throws IOException;
}
