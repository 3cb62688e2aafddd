package org.pose2gloss.pipelines.trigger;

import java.util.List;

/**
 * A reason to run the pipeline again.
 *
 * @param trigger name of the trigger that saw it
 * @param id the same for whoever sees the same reason, and for no other reason
 * @param sentence for people
 * @param assignments {@code key=value} for this run
 */
public record Event(String trigger, String id, String sentence, List<String> assignments) {
  /** Tag of a pipeline's run: the trigger. */
  static final String TRIGGER = "pose2gloss.trigger";

  /** Tag of a pipeline's run: the reason's id. */
  static final String ID = "pose2gloss.trigger.event";

  /** Tag of a pipeline's run: the sentence. */
  static final String SENTENCE = "pose2gloss.trigger.reason";

  /** Tag of a pipeline's run: how many times it was begun or resumed. */
  static final String TRIES = "pose2gloss.trigger.tries";

  /** Tag of a pipeline's run: when it was told that it has failed too often. */
  static final String ALARM = "pose2gloss.trigger.alarm";

  /** Copies the list. */
  public Event {
    assignments = List.copyOf(assignments);
  }
}
