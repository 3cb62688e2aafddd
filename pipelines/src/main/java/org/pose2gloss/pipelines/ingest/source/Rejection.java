package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * An input that is not taken.
 *
 * @param id identifier that the sample would have had, null where it has none
 * @param uri where the file lies
 * @param source name of the source
 * @param outcome {@link Outcome#DUPLICATE} or {@link Outcome#REJECTED}
 * @param reason why, one sentence
 */
public record Rejection(String id, String uri, String source, Outcome outcome, String reason)
    implements Serializable {

  static Rejection of(Candidate candidate, Outcome outcome, String reason) {
    return new Rejection(candidate.id(), candidate.uri(), candidate.source(), outcome, reason);
  }
}
