package org.pose2gloss.features;

/** Signs twice as fast: keeps the first, third, fifth frame and so on. */
record EverySecondFrame() implements Augmentation {

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] from = points.xyz();
    int frames = (points.frames() + 1) / 2;
    int floatsPerFrame = points.points() * SelectedPoints.CHANNELS;
    float[] to = new float[frames * floatsPerFrame];
    for (int frame = 0; frame < frames; frame++) {
      System.arraycopy(
          from, 2 * frame * floatsPerFrame, to, frame * floatsPerFrame, floatsPerFrame);
    }
    return SelectedPoints.owning(frames, points.points(), to);
  }
}
