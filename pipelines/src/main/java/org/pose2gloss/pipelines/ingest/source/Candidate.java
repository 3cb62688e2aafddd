package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * One file that a source lists, before it is opened.
 *
 * @param id identifier of the sample
 * @param gloss the sign shown, null where unknown
 * @param split train, validation or test, null where unassigned
 * @param signer identifier of the signer, null where unknown
 * @param language signed language, null where unknown
 * @param source name of the source
 * @param uri where the file lies, as Hadoop writes it, or the archive that holds it
 * @param entry name inside the archive, null for a plain file
 * @param media video or pose file
 * @param range part of the file that shows the sign
 */
public record Candidate(
    String id,
    String gloss,
    String split,
    String signer,
    String language,
    String source,
    String uri,
    String entry,
    Media media,
    SignRange range)
    implements Serializable {}
