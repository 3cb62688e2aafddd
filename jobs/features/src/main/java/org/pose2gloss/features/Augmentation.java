package org.pose2gloss.features;

/**
 * One change to a whole sequence, the same in all its frames; its parameters were drawn before.
 *
 * <p>An absent point stays absent under every one.
 */
sealed interface Augmentation permits Rotation, Zoom, Shift, Masking, Mirror, EverySecondFrame {

  /** The changed sequence; the given one is left as it is. */
  SelectedPoints apply(SelectedPoints points);
}
