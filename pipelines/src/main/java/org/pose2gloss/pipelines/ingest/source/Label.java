package org.pose2gloss.pipelines.ingest.source;

/**
 * What a list says of a video; null where it does not.
 *
 * @param id identifier of the sample
 * @param file name of the file in its place; null: the video whose name is the id
 * @param gloss the sign shown
 * @param split train, validation or test
 * @param signer identifier of the signer
 * @param language signed language
 * @param range part of the file that shows the sign
 */
record Label(
    String id,
    String file,
    String gloss,
    String split,
    String signer,
    String language,
    SignRange range) {}
