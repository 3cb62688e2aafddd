package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Turns a rough region round a hand into the one that the hand model was trained on.
 *
 * <p>Source: {@code modules/holistic_landmark/hand_recrop_by_roi_cpu.pbtxt}.
 */
final class HandRecrop implements AutoCloseable {
  private static final int INPUT_SIZE = 256;
  private static final float REGION_SCALE = 1;
  private static final float REGION_SHIFT = -0.1f;

  /** From the centre to the second point, the palm lies upright; the angle is the source's. */
  private static final float UPRIGHT = (float) (Math.PI * -90 / 180);

  private final TfLiteModel model;
  private final ImageCrop crop = new ImageCrop(INPUT_SIZE, 0, 1, ImageCrop.Border.REPLICATE);

  HandRecrop(ModelFiles files) {
    model = new TfLiteModel(files, Model.HAND_RECROP);
  }

  /** The region of the hand that a rough region shows. */
  RegionOfInterest refined(VideoFrame image, RegionOfInterest rough) {
    model.run(crop.cut(image, rough));
    float[] points = model.output(0);
    float x = points[0] / INPUT_SIZE;
    float y = points[1] / INPUT_SIZE;
    float reachX = points[2] / INPUT_SIZE;
    float reachY = points[3] / INPUT_SIZE;
    return RegionOfInterest.aligned(
            rough.projectX(x, y),
            rough.projectY(x, y),
            rough.projectX(reachX, reachY),
            rough.projectY(reachX, reachY),
            UPRIGHT,
            image)
        .enlarged(REGION_SCALE, REGION_SHIFT, image);
  }

  /** What the model has cost. */
  ModelTime time() {
    return model.time();
  }

  @Override
  public void close() {
    model.close();
  }
}
