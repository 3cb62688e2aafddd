package org.pose2gloss.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * A single-shot detector over a picture or a region of it: crop, model, boxes round anchors,
 * weighted non-maximum suppression.
 *
 * <p>Source: {@code calculators/tensor/tensors_to_detections_calculator.cc} and the graph of each
 * detector.
 */
final class SsdDetector implements AutoCloseable {
  /** {@code score_clipping_thresh} of all three graphs. */
  private static final float LARGEST_LOGIT = 100;

  /**
   * What tells one detector from another.
   *
   * @param model its model
   * @param inputSize pixels a side of the model's input
   * @param low number that stands for black
   * @param high number that stands for full brightness
   * @param keypoints key points of a detection
   * @param anchors centres of the boxes before the model moves them
   */
  record Settings(
      Model model, int inputSize, float low, float high, int keypoints, SsdAnchors anchors) {}

  private final Settings settings;
  private final float leastScore;
  private final TfLiteModel model;
  private final ImageCrop crop;

  /**
   * @param leastScore score below which a detection is dropped, 0..1
   */
  SsdDetector(ModelFiles files, Settings settings, float leastScore) {
    this.settings = settings;
    this.leastScore = leastScore;
    this.model = new TfLiteModel(files, settings.model());
    this.crop =
        new ImageCrop(settings.inputSize(), settings.low(), settings.high(), ImageCrop.Border.ZERO);
  }

  /** What is in the picture, best first, in picture widths and heights. */
  List<Detection> detect(VideoFrame image) {
    return detect(image, RegionOfInterest.letterbox(image));
  }

  /**
   * What is in a region of the picture, best first, in picture widths and heights. Boxes are those
   * of the region: in a turned one only key points are right.
   */
  List<Detection> detect(VideoFrame image, RegionOfInterest region) {
    model.run(crop.cut(image, region));
    List<Detection> found = new ArrayList<>();
    for (Detection detection :
        Boxes.suppressed(decoded(model.output(0), model.output(1), settings, leastScore))) {
      found.add(detection.projectedFrom(region));
    }
    return found;
  }

  /**
   * Boxes that score enough, in widths and heights of the model's input.
   *
   * @param raw {@code float[anchors * (4 + 2 * keypoints)]}: x and y of the centre relative to the
   *     anchor, width, height, x and y of the key points relative to the anchor, all in input
   *     pixels
   * @param logits {@code float[anchors]}
   */
  static List<Detection> decoded(float[] raw, float[] logits, Settings settings, float leastScore) {
    int stride = 4 + 2 * settings.keypoints();
    float size = settings.inputSize();
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < settings.anchors().count(); i++) {
      float score = sigmoid(Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, logits[i])));
      if (!(score >= leastScore)) {
        continue;
      }
      int at = i * stride;
      float anchorX = settings.anchors().x(i);
      float anchorY = settings.anchors().y(i);
      float centerX = raw[at] / size + anchorX;
      float centerY = raw[at + 1] / size + anchorY;
      float width = raw[at + 2] / size;
      float height = raw[at + 3] / size;
      if (!(width >= 0 && height >= 0)) {
        continue;
      }
      float[] values = new float[stride];
      values[0] = centerX - width / 2;
      values[1] = centerY - height / 2;
      values[2] = centerX + width / 2;
      values[3] = centerY + height / 2;
      for (int k = 4; k < stride; k += 2) {
        values[k] = raw[at + k] / size + anchorX;
        values[k + 1] = raw[at + k + 1] / size + anchorY;
      }
      detections.add(new Detection(score, values));
    }
    return detections;
  }

  /** The logistic function. */
  static float sigmoid(float logit) {
    return 1 / (1 + (float) Math.exp(-logit));
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
