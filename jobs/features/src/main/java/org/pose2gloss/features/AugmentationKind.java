package org.pose2gloss.features;

import java.util.Locale;
import java.util.Random;

/** The augmentations that a copy may get. */
public enum AugmentationKind {
  /** Rotation about the axis that goes to the right. */
  ROTATE_X,
  /** Rotation about the axis that goes down. */
  ROTATE_Y,
  /** Rotation in the plane of the picture. */
  ROTATE_Z,
  /** Nearer or further. */
  ZOOM,
  /** Elsewhere in the picture. */
  SHIFT,
  /** Some points absent in all frames. */
  MASK,
  /** Left and right change places. */
  MIRROR,
  /** Every second frame: twice as fast. */
  EVERY_SECOND_FRAME;

  /** The name in configurations, such as {@code every-second-frame}. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static AugmentationKind named(String configurationName) {
    for (AugmentationKind kind : values()) {
      if (kind.configurationName().equals(configurationName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("there is no augmentation " + configurationName);
  }

  /** One of this kind with its parameters drawn. */
  Augmentation draw(PointSelection selection, Random random) {
    return switch (this) {
      case ROTATE_X -> Rotation.draw(Rotation.Axis.X, random);
      case ROTATE_Y -> Rotation.draw(Rotation.Axis.Y, random);
      case ROTATE_Z -> Rotation.draw(Rotation.Axis.Z, random);
      case ZOOM -> Zoom.draw(random);
      case SHIFT -> Shift.draw(random);
      case MASK -> Masking.draw(selection, random);
      case MIRROR -> new Mirror(selection);
      case EVERY_SECOND_FRAME -> new EverySecondFrame();
    };
  }
}
