package org.pose2gloss.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.landmarks.video.TestVideo;
import org.pose2gloss.landmarks.video.VideoDecoder;

/** Extraction with the real models; those on real footage need the shared test data. */
class LandmarkExtractorTest {
  private static LandmarkExtractor extractor;

  @TempDir private Path folder;

  @BeforeAll
  static void loadModels() {
    assumeTrue(
        LandmarkExtractorTest.class.getResource(
                "/org/pose2gloss/landmarks/models/pose_landmark_full.tflite")
            != null,
        "skipped: MediaPipe's models are not set up (run bin/pose2gloss setup and build again)");
    extractor =
        LandmarkExtractor.create(new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, 0.7f, 1000));
  }

  @AfterAll
  static void close() {
    if (extractor != null) {
      extractor.close();
    }
  }

  @Test
  void findsNobodyInAnEmptyRoom() throws IOException {
    Path video = folder.resolve("empty-room.mp4");
    TestVideo.write(video, 160, 120, 25, 4, (frame, x, y) -> TestVideo.Colour.WHITE);
    LandmarkSequence landmarks = extractor.extract(video);
    assertThat(landmarks.frames()).isEqualTo(4);
    assertThat(landmarks.imageWidth()).isEqualTo(160);
    assertThat(landmarks.imageHeight()).isEqualTo(120);
    assertThat(landmarks.framesPerSecond()).isEqualTo(25);
    for (LandmarkPart part : LandmarkPart.values()) {
      assertThat(landmarks.coverage(part)).isZero();
    }
  }

  @Test
  void refusesAVideoThatIsTooLong() {
    Path video = folder.resolve("long.mp4");
    TestVideo.write(video, 64, 48, 25, 4, (frame, x, y) -> TestVideo.Colour.WHITE);
    try (LandmarkExtractor strict =
        LandmarkExtractor.create(new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, 0.7f, 3))) {
      assertThatThrownBy(() -> strict.extract(video))
          .isInstanceOf(InvalidVideoException.class)
          .hasMessageContaining("more than the 3 frames");
    }
  }

  /** Positions by Python's mediapipe 0.10.21 (solutions) over the same decoded frames. */
  @Test
  void agreesWithMediaPipeOnASigner() throws IOException {
    LandmarkSequence landmarks = extractor.extract(SharedData.orSkip("pose-format/FOOTBALL.mp4"));
    assertThat(landmarks.frames()).isEqualTo(62);
    // MediaPipe: 58, 62, 62 and 0 frames; the face is too small for its short-range detector.
    assertThat(landmarks.coverage(LandmarkPart.RIGHT_HAND)).isCloseTo(58 / 62.0, within(0.02));
    assertThat(landmarks.coverage(LandmarkPart.LEFT_HAND)).isEqualTo(1);
    assertThat(landmarks.coverage(LandmarkPart.POSE)).isEqualTo(1);
    assertThat(landmarks.coverage(LandmarkPart.FACE)).isZero();
    assertAt(landmarks, LandmarkPart.POSE, 0, 0, 0.5123, 0.3477);
    assertAt(landmarks, LandmarkPart.POSE, 0, 16, 0.4161, 0.6258);
    assertAt(landmarks, LandmarkPart.POSE, 30, 11, 0.6109, 0.5142);
    assertAt(landmarks, LandmarkPart.RIGHT_HAND, 0, 0, 0.4223, 0.5946);
    assertAt(landmarks, LandmarkPart.RIGHT_HAND, 30, 8, 0.5002, 0.5062);
    assertAt(landmarks, LandmarkPart.LEFT_HAND, 0, 8, 0.4995, 0.5265);
  }

  /** The reference pair of the pose-format project: the same frames by MediaPipe Holistic. */
  @Test
  void agreesWithHolisticOnASigner() throws IOException {
    LandmarkSequence reference;
    try (InputStream in =
        Files.newInputStream(SharedData.orSkip("pose-format/FOOTBALL.holistic.pose"))) {
      reference = PoseFile.read(in);
    }
    LandmarkSequence landmarks;
    try (LandmarkExtractor holistic = LandmarkExtractor.create(ExtractorOptions.defaults())) {
      landmarks = holistic.extract(SharedData.orSkip("pose-format/FOOTBALL.mp4"));
    }
    for (LandmarkPart part : LandmarkPart.values()) {
      assertThat(landmarks.coverage(part))
          .as("coverage of " + part)
          .isGreaterThanOrEqualTo(reference.coverage(part));
    }
    assertThat(medianError(landmarks, reference, LandmarkPart.RIGHT_HAND, 21)).isLessThan(0.004);
    assertThat(medianError(landmarks, reference, LandmarkPart.LEFT_HAND, 21)).isLessThan(0.004);
    assertThat(medianError(landmarks, reference, LandmarkPart.FACE, 468)).isLessThan(0.004);
  }

  /** Median distance of the points of frames that both have, in picture widths and heights. */
  private static double medianError(
      LandmarkSequence a, LandmarkSequence b, LandmarkPart part, int points) {
    double[] distances =
        IntStream.range(0, Math.min(a.frames(), b.frames()))
            .filter(frame -> !Float.isNaN(a.value(part, frame, 0, 0)))
            .filter(frame -> !Float.isNaN(b.value(part, frame, 0, 0)))
            .boxed()
            .flatMapToDouble(
                frame ->
                    IntStream.range(0, points)
                        .mapToDouble(
                            point ->
                                Math.hypot(
                                    a.value(part, frame, point, 0) - b.value(part, frame, point, 0),
                                    a.value(part, frame, point, 1)
                                        - b.value(part, frame, point, 1))))
            .sorted()
            .toArray();
    assertThat(distances).isNotEmpty();
    return distances[distances.length / 2];
  }

  @Test
  void agreesWithMediaPipeOnAFace() throws IOException {
    LandmarkSequence landmarks = extractor.extract(SharedData.orSkip("pose-format/test_video.mp4"));
    assertThat(landmarks.frames()).isEqualTo(58);
    assertThat(landmarks.coverage(LandmarkPart.FACE)).isEqualTo(1);
    assertAt(landmarks, LandmarkPart.FACE, 0, 4, 0.5225, 0.3815);
    assertAt(landmarks, LandmarkPart.FACE, 0, 468, 0.4597, 0.3244);
    assertAt(landmarks, LandmarkPart.FACE, 30, 152, 0.5687, 0.4727);
    assertThat(landmarks.value(LandmarkPart.FACE, 30, 4, 2)).isCloseTo(-0.0652f, within(0.002f));
  }

  private static void assertAt(
      LandmarkSequence landmarks, LandmarkPart part, int frame, int point, double x, double y) {
    assertThat((double) landmarks.value(part, frame, point, 0)).isCloseTo(x, within(0.003));
    assertThat((double) landmarks.value(part, frame, point, 1)).isCloseTo(y, within(0.003));
  }

  @Test
  void remembersNothingOfTheVideoBefore() throws IOException {
    Path clip = SharedData.orSkip("wlasl-clips/videos/01065.mp4");
    LandmarkSequence first = extractor.extract(clip);
    LandmarkSequence second = extractor.extract(clip);
    for (LandmarkPart part : LandmarkPart.values()) {
      assertThat(second.part(part)).isEqualTo(first.part(part));
      assertThat(first.coverage(part)).isPositive();
    }
  }

  @Test
  void drawsWhatItFound() throws IOException {
    Path video = folder.resolve("white.mp4");
    TestVideo.write(video, 160, 120, 25, 1, (frame, x, y) -> TestVideo.Colour.WHITE);
    float[] hand = new float[LandmarkPart.RIGHT_HAND.floatsPerFrame()];
    Arrays.fill(hand, 0.5f);
    LandmarkSequence landmarks =
        LandmarkSequence.of(1, 25, 160, 120, Map.of(LandmarkPart.RIGHT_HAND, hand));
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      BufferedImage picture = SkeletonPicture.draw(decoder.next().orElseThrow(), landmarks, 0, 160);
      assertThat(picture.getWidth()).isEqualTo(160);
      assertThat(picture.getHeight()).isEqualTo(120);
      assertThat(picture.getRGB(10, 10) & 0xff).as("blue of the white wall").isGreaterThan(245);
      assertThat(picture.getRGB(80, 60) & 0xff).as("blue of the red hand").isLessThan(120);
    }
  }
}
