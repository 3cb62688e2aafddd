package org.pose2gloss.features;

/**
 * One change to a whole sequence; its parameters were drawn before.
 *
 * <p>An absent point stays absent under every one.
 */
sealed interface Augmentation
    permits Rotation,
        Zoom,
        Shift,
        Masking,
        Mirror,
        EverySecondFrame,
        TimeWarp,
        PlaneMap,
        PartMotion,
        PartLoss,
        Noise {

  /** The changed sequence; the given one is left as it is. */
  SelectedPoints apply(SelectedPoints points);
}
