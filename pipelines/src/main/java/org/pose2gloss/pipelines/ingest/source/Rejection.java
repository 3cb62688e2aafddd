package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * An input that is not taken.
 *
 * @param id identifier that the sample would have had, null where it has none
 * @param uri where the file lies, or the archive that holds it
 * @param entry name inside the archive, null for a plain file
 * @param source name of the source
 * @param outcome {@link Outcome#DUPLICATE}, {@link Outcome#REJECTED} or {@link Outcome#MISSING}
 * @param reason why, one sentence
 */
public record Rejection(
    String id, String uri, String entry, String source, Outcome outcome, String reason)
    implements Serializable {

  static Rejection of(VideoRow row, Outcome outcome, String reason) {
    return of(row.sample(), row.file(), outcome, reason);
  }

  static Rejection of(Sample sample, FileStamp file, Outcome outcome, String reason) {
    return new Rejection(sample.id(), file.uri(), file.entry(), sample.source(), outcome, reason);
  }
}
