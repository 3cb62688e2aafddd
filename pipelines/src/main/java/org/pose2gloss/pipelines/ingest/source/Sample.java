package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * What a source says of a sample.
 *
 * @param id identifier of the sample
 * @param gloss the sign shown, null where unknown
 * @param split train, validation or test, null where unassigned
 * @param signer identifier of the signer, null where unknown
 * @param language signed language, null where unknown
 * @param source name of the source
 * @param media video or pose file
 * @param range part of the file that shows the sign
 */
public record Sample(
    String id,
    String gloss,
    String split,
    String signer,
    String language,
    String source,
    Media media,
    SignRange range)
    implements Serializable {
  /** The same sample in another part of the file. */
  Sample with(SignRange other) {
    return new Sample(id, gloss, split, signer, language, source, media, other);
  }
}
