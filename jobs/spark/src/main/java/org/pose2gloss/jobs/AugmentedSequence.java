package org.pose2gloss.jobs;

import java.io.Serializable;

/**
 * A sequence on its way from the table {@code augmented} to {@code examples}.
 *
 * @param split train, validation or test
 * @param gloss the sign shown
 * @param frames number of frames
 * @param points points a frame
 * @param landmarks which points they are
 * @param xyz {@code float[frames][points][3]}, flat
 */
@SuppressWarnings("ArrayRecordComponent") // Sent and written, never compared.
record AugmentedSequence(
    String split, String gloss, int frames, int points, String landmarks, float[] xyz)
    implements Serializable {}
