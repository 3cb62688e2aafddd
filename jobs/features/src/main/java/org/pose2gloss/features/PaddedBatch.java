package org.pose2gloss.features;

/**
 * Sequences of unlike lengths as one block for a network.
 *
 * <p>The arrays are handed over, not copied: a batch is made for one step, and megabytes a step are
 * not worth copying.
 *
 * @param values {@code float[batch * frames * featuresPerFrame]}, row-major, zero where padded
 * @param mask {@code float[batch * frames]}: 1 for a real frame, 0 for padding, which is at the end
 * @param batch number of sequences
 * @param frames frames of the longest sequence
 */
@SuppressWarnings("ArrayRecordComponent") // See above: compared and printed nowhere.
public record PaddedBatch(float[] values, float[] mask, int batch, int frames) {}
