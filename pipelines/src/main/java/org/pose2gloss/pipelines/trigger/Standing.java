package org.pose2gloss.pipelines.trigger;

import java.util.Optional;
import org.pose2gloss.tracking.FoundRun;

/**
 * How it stands with what a trigger sees.
 *
 * @param state what is to be done, or was
 * @param run the run that there is for this reason
 * @param sentence why, empty where the sight itself says it
 */
record Standing(State state, Optional<FoundRun> run, String sentence) {
  /** What is to be done, or was. */
  enum State {
    /** There is no reason. */
    NOTHING,
    /** A fact that is needed cannot be had: nothing is decided. */
    UNKNOWN,
    /** A run is to be started. */
    START,
    /** A run that failed, was killed or was left behind is to be led on. */
    RESUME,
    /** A pipeline is at work. */
    RUNNING,
    /** Not yet: the last run is too recent. */
    WAITING,
    /** The reason has had its run. */
    DONE,
    /** Somebody has cancelled its run. */
    CANCELLED,
    /** It has failed too often. */
    ALARM
  }

  static Standing of(State state, String sentence) {
    return new Standing(state, Optional.empty(), sentence);
  }

  static Standing of(State state, FoundRun run, String sentence) {
    return new Standing(state, Optional.of(run), sentence);
  }

  /** Whether a run is to be started or led on. */
  boolean due() {
    return state == State.START || state == State.RESUME;
  }
}
