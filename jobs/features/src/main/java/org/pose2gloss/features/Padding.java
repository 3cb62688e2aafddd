package org.pose2gloss.features;

import java.util.Arrays;
import java.util.List;

/** Brings sequences of unlike lengths to the longest of their batch. */
public final class Padding {
  private Padding() {}

  /**
   * Pads sequences with zeros at their ends.
   *
   * @param features each sequence's features, {@code float[its frames * featuresPerFrame]}; at
   *     least one sequence, each of at least one frame
   * @param featuresPerFrame numbers a frame, 1 or more
   * @throws IllegalArgumentException if a length is not as said, naming the sequence, or the block
   *     is beyond what an array holds
   */
  public static PaddedBatch pad(List<float[]> features, int featuresPerFrame) {
    if (featuresPerFrame < 1) {
      throw new IllegalArgumentException("a frame has 1 or more features, not " + featuresPerFrame);
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a batch has 1 or more sequences, not 0");
    }
    int longest = 0;
    for (int i = 0; i < features.size(); i++) {
      int length = features.get(i).length;
      if (length == 0 || length % featuresPerFrame != 0) {
        throw new IllegalArgumentException(
            String.format(
                "sequence %d of the batch has %d numbers, which is not 1 or more frames of %d",
                i, length, featuresPerFrame));
      }
      longest = Math.max(longest, length / featuresPerFrame);
    }
    return block(features, featuresPerFrame, longest);
  }

  private static PaddedBatch block(List<float[]> features, int featuresPerFrame, int frames) {
    long size = (long) features.size() * frames * featuresPerFrame;
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "a batch of %d sequences of %d frames is %d numbers, more than an array holds: make"
                  + " batches smaller",
              features.size(), frames, size));
    }
    float[] values = new float[(int) size];
    float[] mask = new float[features.size() * frames];
    for (int i = 0; i < features.size(); i++) {
      float[] sequence = features.get(i);
      System.arraycopy(sequence, 0, values, i * frames * featuresPerFrame, sequence.length);
      int start = i * frames;
      Arrays.fill(mask, start, start + sequence.length / featuresPerFrame, 1);
    }
    return new PaddedBatch(values, mask, features.size(), frames);
  }
}
