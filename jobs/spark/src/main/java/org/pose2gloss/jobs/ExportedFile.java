package org.pose2gloss.jobs;

import java.io.Serializable;

/**
 * One exported file: a line of the index.
 *
 * @param name the file's name in the folder
 * @param id id of the row; of a copy with the copy's number behind
 * @param gloss the sign shown, null where unknown
 * @param split train, validation or test, null where unassigned
 * @param signer identifier of the signer, null where unknown
 * @param language signed language, null where unknown
 * @param frames number of frames
 * @param bytes size of the file
 */
record ExportedFile(
    String name,
    String id,
    String gloss,
    String split,
    String signer,
    String language,
    int frames,
    long bytes)
    implements Serializable {}
