package org.pose2gloss.features;

/**
 * Turns selected points into a network's features: coordinates relative to the nose of their frame,
 * zero where absent. Nothing is padded, so nothing is mistaken for a real frame later.
 */
public final class Preparation {
  /** Where the nose is taken to be in a sequence that shows none: the middle of the picture. */
  private static final float[] MIDDLE = {0.5f, 0.5f, 0};

  private final PointSelection selection;

  /** A preparation of the points of a selection. */
  public Preparation(PointSelection selection) {
    this.selection = selection;
  }

  /** Numbers a frame: x, y, z of every point. */
  public int featuresPerFrame() {
    return selection.size() * SelectedPoints.CHANNELS;
  }

  /**
   * The features of a sequence's first frames.
   *
   * <p>From each point the nose of its frame is subtracted; where a frame has none, the last one
   * before it; before the first one, the first; where no kept frame has one, (0.5, 0.5, 0). Absent
   * points are zero and stay so.
   *
   * @param points points of this preparation's selection
   * @param maxFrames frames to keep at most, 1 or more
   * @return {@code float[min(frames, maxFrames) * points * 3]}, row-major, all finite
   * @throws IllegalArgumentException if the points are of another size or maxFrames is below 1
   */
  public float[] features(SelectedPoints points, int maxFrames) {
    if (points.points() != selection.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d points a frame, not %d",
              selection.name(), selection.size(), points.points()));
    }
    if (maxFrames < 1) {
      throw new IllegalArgumentException("at least 1 frame is kept, not " + maxFrames);
    }
    int frames = Math.min(points.frames(), maxFrames);
    float[] features = new float[frames * featuresPerFrame()];
    float[] nose = firstNose(points, frames);
    for (int frame = 0; frame < frames; frame++) {
      if (points.isPresent(frame, selection.nose())) {
        nose = nose(points, frame);
      }
      for (int point = 0; point < points.points(); point++) {
        if (points.isPresent(frame, point)) {
          int at = (frame * points.points() + point) * SelectedPoints.CHANNELS;
          for (int channel = 0; channel < SelectedPoints.CHANNELS; channel++) {
            features[at + channel] = points.value(frame, point, channel) - nose[channel];
          }
        }
      }
    }
    return features;
  }

  private float[] firstNose(SelectedPoints points, int frames) {
    for (int frame = 0; frame < frames; frame++) {
      if (points.isPresent(frame, selection.nose())) {
        return nose(points, frame);
      }
    }
    return MIDDLE;
  }

  private float[] nose(SelectedPoints points, int frame) {
    return new float[] {
      points.value(frame, selection.nose(), 0),
      points.value(frame, selection.nose(), 1),
      points.value(frame, selection.nose(), 2)
    };
  }
}
