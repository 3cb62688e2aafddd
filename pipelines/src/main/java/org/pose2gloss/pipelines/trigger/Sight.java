package org.pose2gloss.pipelines.trigger;

import java.util.Optional;

/**
 * What a trigger sees.
 *
 * @param trigger its name
 * @param sentence what it sees, also where that is no reason to run anything
 * @param known whether it could look at all
 * @param event the reason, if there is one
 */
record Sight(String trigger, String sentence, boolean known, Optional<Event> event) {
  static Sight nothing(String trigger, String sentence) {
    return new Sight(trigger, sentence, true, Optional.empty());
  }

  static Sight unknown(String trigger, String sentence) {
    return new Sight(trigger, sentence, false, Optional.empty());
  }

  static Sight of(Event event) {
    return new Sight(event.trigger(), event.sentence(), true, Optional.of(event));
  }
}
