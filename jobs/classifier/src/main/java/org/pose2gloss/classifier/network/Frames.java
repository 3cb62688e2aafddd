package org.pose2gloss.classifier.network;

import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.NetworkInput;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What the first layer sees.
 *
 * @param features {@code [batch, time, width]}, all finite
 * @param mask which of these frames are real
 * @param width numbers a frame
 */
record Frames(Operand<TFloat32> features, FrameMask mask, int width) {

  /**
   * Prepares landmarks.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding; real frames first
   */
  static Frames of(
      Ops tf, NetworkInput input, Operand<TFloat32> landmarks, Operand<TFloat32> mask) {
    if (input instanceof NetworkInput.NoseRelative relative) {
      return new Frames(
          NoseRelative.of(tf, relative, landmarks, mask),
          new FrameMask(tf, mask),
          relative.points() * Example.CHANNELS);
    }
    NetworkInput.Parts parts = (NetworkInput.Parts) input;
    EvenFrames even = new EvenFrames(tf, parts, landmarks, mask);
    PartFeatures features = new PartFeatures(tf, parts, even.landmarks());
    return new Frames(features.all(), new FrameMask(tf, even.mask()), PartFeatures.width(parts));
  }
}
