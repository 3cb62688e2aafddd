package org.pose2gloss.landmarks.mediapipe;

import java.util.List;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Finds a face and follows it from frame to frame: MediaPipe's solution {@code FaceMesh} for one
 * face with refined landmarks.
 *
 * <p>Source: {@code modules/face_landmark/face_landmark_front_cpu.pbtxt}. The detector looks only
 * where the frame before gave no face.
 */
final class FaceTracker implements AutoCloseable {
  /** {@code modules/face_detection/face_detection_short_range.pbtxt}. */
  private static final SsdDetector.Settings DETECTOR =
      new SsdDetector.Settings(
          Model.FACE_DETECTION, 128, -1, 1, 6, new SsdAnchors(128, 8, 16, 16, 16));

  /** {@code modules/face_landmark/face_detection_front_detection_to_roi.pbtxt}. */
  private static final int DETECTED_LEFT_EYE = 0;

  /** The same file. */
  private static final int DETECTED_RIGHT_EYE = 1;

  /** {@code modules/face_landmark/face_landmark_landmarks_to_roi.pbtxt}. */
  private static final int MESH_LEFT_EYE = 33;

  /** The same file. */
  private static final int MESH_RIGHT_EYE = 263;

  /** Both files. */
  private static final float REGION_SCALE = 1.5f;

  /** {@code modules/holistic_landmark/face_detection_front_detections_to_roi.pbtxt}. */
  private static final float GUIDED_SCALE = 2.0f;

  /** The same file. */
  private static final float GUIDED_SHIFT = -0.1f;

  /** {@code modules/face_landmark/face_landmark_cpu.pbtxt}. */
  private static final int INPUT_SIZE = 192;

  /** Output of {@code face_landmark_with_attention.tflite} that tells whether there is a face. */
  private static final int PRESENCE = 6;

  private final float trackingConfidence;
  private final SsdDetector detector;
  private final TfLiteModel model;
  private final ImageCrop crop = new ImageCrop(INPUT_SIZE, 0, 1, ImageCrop.Border.REPLICATE);
  private RegionOfInterest tracked;

  /**
   * @param detectionConfidence score below which a detected face is dropped, 0..1
   * @param trackingConfidence presence above which landmarks count, 0..1
   */
  FaceTracker(float detectionConfidence, float trackingConfidence) {
    this.trackingConfidence = trackingConfidence;
    ModelFiles files = new ModelFiles();
    detector = new SsdDetector(files, DETECTOR, detectionConfidence);
    model = new TfLiteModel(files, Model.FACE_LANDMARK);
  }

  /** Forgets the face: the next frame is the first of another video. */
  void reset() {
    tracked = null;
  }

  /**
   * The face in the next frame.
   *
   * @return {@code float[478 * 3]}: x, y in picture widths and heights, z on the scale of x; the
   *     last ten are the irises
   */
  Optional<float[]> process(VideoFrame image) {
    return process(image, Optional.empty());
  }

  /**
   * The face in the next frame, looked for in a part of the picture where it is not followed: the
   * detector misses faces that are small in the whole of it.
   *
   * @param around where a face should be; without it, the whole picture is searched
   * @return as {@link #process(VideoFrame)}
   */
  Optional<float[]> process(VideoFrame image, Optional<RegionOfInterest> around) {
    RegionOfInterest region = tracked;
    if (region == null) {
      region =
          around
              .filter(RegionOfInterest::isUsable)
              .map(where -> detectedIn(image, where))
              .orElseGet(() -> detected(image));
    }
    tracked = null;
    if (region == null || !region.isUsable()) {
      return Optional.empty();
    }
    model.run(crop.cut(image, region));
    if (!(SsdDetector.sigmoid(model.output(PRESENCE)[0]) > trackingConfidence)) {
      return Optional.empty();
    }
    float[][] parts = new float[PRESENCE][];
    for (int i = 0; i < PRESENCE; i++) {
      parts[i] = model.output(i);
    }
    float[] mesh = FaceMesh.assembled(parts);
    for (int i = 0; i < mesh.length; i += 3) {
      float x = mesh[i] / INPUT_SIZE;
      float y = mesh[i + 1] / INPUT_SIZE;
      mesh[i] = region.projectX(x, y);
      mesh[i + 1] = region.projectY(x, y);
      mesh[i + 2] = mesh[i + 2] / INPUT_SIZE * region.width();
    }
    tracked = regionAround(mesh, image);
    return Optional.of(mesh);
  }

  /** {@code modules/holistic_landmark/face_detection_front_detections_to_roi.pbtxt}. */
  private RegionOfInterest detectedIn(VideoFrame image, RegionOfInterest where) {
    List<Detection> faces = detector.detect(image, where);
    if (faces.isEmpty()) {
      return null;
    }
    Detection face = faces.get(0);
    return face.keypointBox(rotation(face, image)).enlarged(GUIDED_SCALE, GUIDED_SHIFT, image);
  }

  private RegionOfInterest detected(VideoFrame image) {
    List<Detection> faces = detector.detect(image);
    if (faces.isEmpty()) {
      return null;
    }
    Detection face = faces.get(0);
    return RegionOfInterest.ofBox(
            face.left(), face.top(), face.right(), face.bottom(), rotation(face, image))
        .enlarged(REGION_SCALE, 0, image);
  }

  private static float rotation(Detection face, VideoFrame image) {
    return RegionOfInterest.rotation(
        face.keypointX(DETECTED_LEFT_EYE),
        face.keypointY(DETECTED_LEFT_EYE),
        face.keypointX(DETECTED_RIGHT_EYE),
        face.keypointY(DETECTED_RIGHT_EYE),
        0,
        image);
  }

  /** The box round all points, with the eyes level. */
  private static RegionOfInterest regionAround(float[] mesh, VideoFrame image) {
    float rotation =
        RegionOfInterest.rotation(
            mesh[MESH_LEFT_EYE * 3],
            mesh[MESH_LEFT_EYE * 3 + 1],
            mesh[MESH_RIGHT_EYE * 3],
            mesh[MESH_RIGHT_EYE * 3 + 1],
            0,
            image);
    return RegionOfInterest.ofPoints(mesh, 0, mesh.length / 3, 3, rotation)
        .enlarged(REGION_SCALE, 0, image);
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
