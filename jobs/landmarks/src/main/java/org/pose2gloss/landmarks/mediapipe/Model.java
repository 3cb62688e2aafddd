package org.pose2gloss.landmarks.mediapipe;

/**
 * MediaPipe's models, each with the SHA-256 of the file that is meant.
 *
 * <p>The files come from the npm package {@code @mediapipe/holistic} 0.5.1675471629, licence
 * Apache-2.0. Those of PyPI's {@code mediapipe} 0.10.21 differ in their bytes, not in what they
 * compute.
 */
enum Model {
  /** Body detector: 224 x 224 x 3 -> boxes 2254 x 12, scores 2254. */
  POSE_DETECTION(
      "pose_detection.tflite",
      "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
      0,
      1),
  /**
   * Body landmarks of complexity 1: 256 x 256 x 3 -> 39 x 5, presence, heat map 64 x 64 x 39. Left
   * out: the mask of the body and the landmarks in metres.
   */
  POSE_LANDMARK(
      "pose_landmark_full.tflite",
      "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
      0,
      1,
      3),
  /** Palm detector: 192 x 192 x 3 -> boxes 2016 x 18, scores 2016. */
  PALM_DETECTION(
      "palm_detection_full.tflite",
      "2f25e740121983f68ffc05f99991d524dc0ea812134f6316a26125816941ee85",
      0,
      1),
  /**
   * Hand landmarks: 224 x 224 x 3 -> 21 x 3, presence, handedness. Left out: landmarks in metres.
   */
  HAND_LANDMARK(
      "hand_landmark_full.tflite",
      "8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68",
      0,
      1,
      2),
  /** Where in a region round a hand the hand is: 256 x 256 x 3 -> centre and reach, 2 x 2. */
  HAND_RECROP(
      "hand_recrop.tflite", "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d", 0),
  /** Face detector for faces within two metres: 128 x 128 x 3 -> boxes 896 x 16, scores 896. */
  FACE_DETECTION(
      "face_detection_short_range.tflite",
      "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
      0,
      1),
  /**
   * Face mesh with attention on lips, eyes and irises: 192 x 192 x 3 -> mesh 468 x 3, lips 80 x 2,
   * eyes 71 x 2 each, irises 5 x 2 each, presence.
   */
  FACE_LANDMARK(
      "face_landmark_with_attention.tflite",
      "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d",
      0,
      1,
      2,
      3,
      4,
      5,
      6);

  private final String fileName;
  private final String sha256;

  @SuppressWarnings("ImmutableEnumChecker") // Never written, and given out as a copy.
  private final int[] outputs;

  Model(String fileName, String sha256, int... outputs) {
    this.fileName = fileName;
    this.sha256 = sha256;
    this.outputs = outputs;
  }

  /** Name of the file, without folder. */
  String fileName() {
    return fileName;
  }

  /** SHA-256 of the file, 64 hexadecimal digits in lower case. */
  String sha256() {
    return sha256;
  }

  /** Places in the file's list of outputs that are computed. */
  int[] outputs() {
    return outputs.clone();
  }
}
