package org.pose2gloss.landmarks.mediapipe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Finds a body and follows it from frame to frame: MediaPipe's solution {@code Pose} of complexity
 * 1 with smoothing.
 *
 * <p>Source: {@code modules/pose_landmark/pose_landmark_cpu.pbtxt}. The detector looks only where
 * the frame before gave no region of interest.
 */
final class PoseTracker implements AutoCloseable {
  /** Landmarks of a body that are given out; the model has six more for its own use. */
  private static final int LANDMARKS = 33;

  /** x, y, z, visibility. */
  private static final int CHANNELS = 4;

  /** {@code modules/pose_landmark/tensors_to_pose_landmarks_and_segmentation.pbtxt}. */
  private static final int MODEL_LANDMARKS = 39;

  /** x, y, z, visibility, presence. */
  private static final int MODEL_CHANNELS = 5;

  /** Outputs of {@link Model#POSE_LANDMARK}. */
  private static final int BODY = 0;

  private static final int PRESENCE = 1;
  private static final int HEATMAP = 2;

  /** {@code modules/pose_landmark/pose_landmark_by_roi_cpu.pbtxt}. */
  private static final int INPUT_SIZE = 256;

  /** {@code modules/pose_detection/pose_detection_cpu.pbtxt}. */
  private static final SsdDetector.Settings DETECTOR =
      new SsdDetector.Settings(
          Model.POSE_DETECTION, 224, -1, 1, 4, new SsdAnchors(224, 8, 16, 32, 32, 32));

  /** Side of the heat map that {@code pose_landmark_full.tflite} gives. */
  private static final int HEATMAP_SIZE = 64;

  /**
   * {@code kernel_size} of {@code refine_landmarks_from_heatmap_calculator.proto} by default. The
   * graph's text says 7, but MediaPipe's Python package runs with 9: on first frames 9 agrees with
   * version 0.10.21 to a thousandth of a pixel, 7 is up to two pixels off.
   */
  private static final int HEATMAP_KERNEL = 9;

  /** {@code pose_detection_to_roi.pbtxt} and {@code pose_landmarks_to_roi.pbtxt}. */
  private static final float REGION_SCALE = 1.25f;

  /** From hip centre to the scale point, a body stands upright in its region. */
  private static final float UPRIGHT = (float) (Math.PI * 90 / 180);

  /** {@code modules/pose_landmark/pose_landmark_filtering.pbtxt}. */
  private static final OneEuroFilter.Settings SMOOTHING = new OneEuroFilter.Settings(0.05, 80, 1);

  /** The same file, for the two landmarks that give the next region of interest. */
  private static final OneEuroFilter.Settings REGION_SMOOTHING =
      new OneEuroFilter.Settings(0.01, 10, 1);

  /** The same file. */
  private static final float VISIBILITY_ALPHA = 0.1f;

  private final float trackingConfidence;
  private final SsdDetector detector;
  private final TfLiteModel model;
  private final ImageCrop crop = new ImageCrop(INPUT_SIZE, 0, 1, ImageCrop.Border.REPLICATE);
  private final LandmarkSmoother smoother = new LandmarkSmoother(SMOOTHING);
  private final LandmarkSmoother regionSmoother = new LandmarkSmoother(REGION_SMOOTHING);
  private final LowPassFilter[] visibility = new LowPassFilter[LANDMARKS];
  private RegionOfInterest tracked;
  private Optional<float[]> unsmoothed = Optional.empty();

  /**
   * @param detectionConfidence score below which a detected body is dropped, 0..1
   * @param trackingConfidence presence above which landmarks count, 0..1
   */
  PoseTracker(float detectionConfidence, float trackingConfidence) {
    this.trackingConfidence = trackingConfidence;
    ModelFiles files = new ModelFiles();
    detector = new SsdDetector(files, DETECTOR, detectionConfidence);
    model = new TfLiteModel(files, Model.POSE_LANDMARK);
    reset();
  }

  /** Forgets the body: the next frame is the first of another video. */
  void reset() {
    tracked = null;
    smoother.reset();
    regionSmoother.reset();
    Arrays.setAll(visibility, i -> new LowPassFilter());
  }

  /**
   * The body in the next frame.
   *
   * @return {@code float[33 * 4]}: x, y in picture widths and heights, z on the scale of x,
   *     visibility 0..1
   */
  Optional<float[]> process(VideoFrame image) {
    RegionOfInterest region = tracked != null ? tracked : detected(image);
    tracked = null;
    if (region == null || !region.isUsable()) {
      return lost();
    }
    model.run(crop.cut(image, region));
    if (!(model.output(PRESENCE)[0] > trackingConfidence)) {
      return lost();
    }
    float[] all = landmarks(region);
    float[] body = Arrays.copyOf(all, LANDMARKS * CHANNELS);
    float[] alignment = Arrays.copyOfRange(all, LANDMARKS * CHANNELS, (LANDMARKS + 2) * CHANNELS);
    unsmoothed = Optional.of(body.clone());
    float objectScale =
        RegionOfInterest.alignedSide(
            alignment[0], alignment[1], alignment[CHANNELS], alignment[CHANNELS + 1], image);
    for (int i = 0; i < LANDMARKS; i++) {
      int at = i * CHANNELS + 3;
      body[at] = visibility[i].apply(body[at], VISIBILITY_ALPHA);
    }
    smoother.apply(body, CHANNELS, objectScale, image);
    regionSmoother.apply(alignment, CHANNELS, objectScale, image);
    tracked =
        RegionOfInterest.aligned(
                alignment[0],
                alignment[1],
                alignment[CHANNELS],
                alignment[CHANNELS + 1],
                UPRIGHT,
                image)
            .enlarged(REGION_SCALE, 0, image);
    return Optional.of(body);
  }

  /**
   * Without landmarks the coordinate filters start anew; those of visibility, which have no other
   * input that would wake them, keep their state, as in MediaPipe.
   */
  private Optional<float[]> lost() {
    smoother.reset();
    regionSmoother.reset();
    unsmoothed = Optional.empty();
    return Optional.empty();
  }

  /** What {@link #process} gave last, before it was smoothed: where the body is now. */
  Optional<float[]> unsmoothed() {
    return unsmoothed;
  }

  private RegionOfInterest detected(VideoFrame image) {
    List<Detection> bodies = detector.detect(image);
    if (bodies.isEmpty()) {
      return null;
    }
    Detection body = bodies.get(0);
    return RegionOfInterest.aligned(
            body.keypointX(0),
            body.keypointY(0),
            body.keypointX(1),
            body.keypointY(1),
            UPRIGHT,
            image)
        .enlarged(REGION_SCALE, 0, image);
  }

  /** The model's landmarks in the picture, {@code float[39 * 4]}. */
  private float[] landmarks(RegionOfInterest region) {
    float[] raw = model.output(BODY);
    float[] heatmap = model.output(HEATMAP);
    float[] landmarks = new float[MODEL_LANDMARKS * CHANNELS];
    for (int i = 0; i < MODEL_LANDMARKS; i++) {
      float x = raw[i * MODEL_CHANNELS] / INPUT_SIZE;
      float y = raw[i * MODEL_CHANNELS + 1] / INPUT_SIZE;
      float z = raw[i * MODEL_CHANNELS + 2] / INPUT_SIZE;
      float[] refined =
          Heatmap.refined(heatmap, HEATMAP_SIZE, MODEL_LANDMARKS, i, HEATMAP_KERNEL, x, y);
      landmarks[i * CHANNELS] = region.projectX(refined[0], refined[1]);
      landmarks[i * CHANNELS + 1] = region.projectY(refined[0], refined[1]);
      landmarks[i * CHANNELS + 2] = z * region.width();
      landmarks[i * CHANNELS + 3] = SsdDetector.sigmoid(raw[i * MODEL_CHANNELS + 3]);
    }
    return landmarks;
  }

  /** What the models have cost. */
  List<ModelTime> times() {
    return List.of(detector.time(), model.time());
  }

  @Override
  public void close() {
    detector.close();
    model.close();
  }
}
