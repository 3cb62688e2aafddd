package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PoseFileTest {
  /** A left hand of 21 points at (10 + i, 20 + i, z) and a world component that is not ours. */
  private static PoseBytes leftHand(float version) {
    return new PoseBytes()
        .header(version, 200, 100, 2)
        .component("POSE_WORLD_LANDMARKS", 1)
        .component("LEFT_HAND_LANDMARKS", 21);
  }

  private static PoseBytes twoFrames(PoseBytes header, double z) {
    for (int frame = 0; frame < 2; frame++) {
      header.float32(7, 7, 7);
      for (int i = 0; i < 21; i++) {
        header.float32(10 + i + 100 * frame, 20 + i, z);
      }
    }
    // Confidences: the hand is seen in the second frame only.
    return header.float32(1).repeat(21, 0).float32(1).repeat(21, 1);
  }

  @Test
  void readsPixelsAsImageWidthsAndHeights() throws IOException {
    PoseBytes file = leftHand(0.2f).float32(29.97).int32(2).shorts(1);

    LandmarkSequence sequence = PoseFile.read(twoFrames(file, 0.25).stream());

    assertThat(sequence.frames()).isEqualTo(2);
    assertThat(sequence.framesPerSecond()).isEqualTo(29.97f);
    assertThat(sequence.imageWidth()).isEqualTo(200);
    assertThat(sequence.imageHeight()).isEqualTo(100);
    assertThat(sequence.value(LandmarkPart.LEFT_HAND, 1, 3, 0)).isEqualTo(113f / 200);
    assertThat(sequence.value(LandmarkPart.LEFT_HAND, 1, 3, 1)).isEqualTo(23f / 100);
    assertThat(sequence.value(LandmarkPart.LEFT_HAND, 1, 3, 2)).isEqualTo(0.25f);
  }

  @Test
  void zOnTheScaleOfPixelsIsDividedByTheWidth() throws IOException {
    PoseBytes file = leftHand(0.2f).float32(25).int32(2).shorts(1);

    LandmarkSequence sequence = PoseFile.read(twoFrames(file, -50).stream());

    assertThat(sequence.value(LandmarkPart.LEFT_HAND, 1, 0, 2)).isEqualTo(-0.25f);
  }

  @Test
  void whatHasNoConfidenceOrNoComponentIsAbsent() throws IOException {
    PoseBytes file = leftHand(0.2f).float32(25).int32(2).shorts(1);

    LandmarkSequence sequence = PoseFile.read(twoFrames(file, 0).stream());

    assertThat(sequence.isPresent(LandmarkPart.LEFT_HAND, 0)).isFalse();
    assertThat(sequence.isPresent(LandmarkPart.LEFT_HAND, 1)).isTrue();
    assertThat(sequence.part(LandmarkPart.LEFT_HAND)).startsWith(Float.NaN, Float.NaN, Float.NaN);
    assertThat(sequence.coverage(LandmarkPart.LEFT_HAND)).isEqualTo(0.5);
    assertThat(sequence.coverage(LandmarkPart.RIGHT_HAND)).isZero();
    assertThat(sequence.coverage(LandmarkPart.FACE)).isZero();
  }

  @Test
  void readsVersion01WhoseCountsAreShorts() throws IOException {
    PoseBytes file = leftHand(0.1f).shorts(25, 2, 1);

    LandmarkSequence sequence = PoseFile.read(twoFrames(file, 0.25).stream());

    assertThat(sequence.framesPerSecond()).isEqualTo(25f);
    assertThat(sequence.frames()).isEqualTo(2);
    assertThat(sequence.value(LandmarkPart.LEFT_HAND, 1, 20, 0)).isEqualTo(130f / 200);
    assertThat(sequence.isPresent(LandmarkPart.LEFT_HAND, 0)).isFalse();
  }

  @Test
  void poseConfidenceIsVisibilityAndLackingPointsAreAbsentOneByOne() throws IOException {
    PoseBytes file = new PoseBytes().header(0.2f, 100, 100, 1).component("POSE_LANDMARKS", 33);
    file.float32(25).int32(1).shorts(1).repeat(33 * 3, 50);
    // Interpolated files have confidences above 1; a visibility is at most that.
    file.float32(0.125, 0, 1.5).repeat(30, 1);

    LandmarkSequence sequence = PoseFile.read(file.stream());

    assertThat(sequence.value(LandmarkPart.POSE, 0, 0, 3)).isEqualTo(0.125f);
    assertThat(Arrays.copyOfRange(sequence.part(LandmarkPart.POSE), 4, 8)).containsOnly(Float.NaN);
    assertThat(sequence.value(LandmarkPart.POSE, 0, 2, 3)).isEqualTo(1f);
    assertThat(sequence.isPresent(LandmarkPart.POSE, 0)).isTrue();
  }

  @Test
  void faceOf468PointsHasNoIrises() throws IOException {
    PoseBytes file = new PoseBytes().header(0.2f, 100, 100, 1);
    file.component("FACE_LANDMARKS", "XYZC", HolisticComponent.FACE.pointNames().subList(0, 468));
    file.float32(25).int32(1).shorts(1).repeat(468 * 3, 10).repeat(468, 1);

    LandmarkSequence sequence = PoseFile.read(file.stream());

    assertThat(sequence.value(LandmarkPart.FACE, 0, 467, 0)).isEqualTo(0.1f);
    assertThat(sequence.value(LandmarkPart.FACE, 0, 468, 0)).isNaN();
    assertThat(sequence.value(LandmarkPart.FACE, 0, 477, 0)).isNaN();
  }

  @Test
  void partOfAComponentIsPlacedByTheNamesOfItsPoints() throws IOException {
    PoseBytes file = new PoseBytes().header(0.2f, 100, 100, 1);
    file.component("POSE_LANDMARKS", "XYC", List.of("RIGHT_SHOULDER", "LEFT_SHOULDER"));
    file.float32(25).int32(1).shorts(1).float32(30, 40, 70, 40).float32(1, 0.5);

    LandmarkSequence sequence = PoseFile.read(file.stream());

    assertThat(sequence.value(LandmarkPart.POSE, 0, 12, 0)).isEqualTo(0.3f);
    assertThat(sequence.value(LandmarkPart.POSE, 0, 11, 0)).isEqualTo(0.7f);
    assertThat(sequence.value(LandmarkPart.POSE, 0, 11, 2)).as("z of a flat file").isZero();
    assertThat(sequence.value(LandmarkPart.POSE, 0, 0, 0)).isNaN();
  }

  @Test
  void ofSeveralPeopleTheFirstIsRead() throws IOException {
    PoseBytes file =
        new PoseBytes().header(0.2f, 100, 100, 1).component("RIGHT_HAND_LANDMARKS", 21);
    file.float32(25).int32(2).shorts(2);
    for (double x : new double[] {10, 90, 20, 80}) {
      file.repeat(21 * 3, x);
    }
    file.repeat(4 * 21, 1);

    LandmarkSequence sequence = PoseFile.read(file.stream());

    assertThat(sequence.value(LandmarkPart.RIGHT_HAND, 0, 5, 0)).isEqualTo(0.1f);
    assertThat(sequence.value(LandmarkPart.RIGHT_HAND, 1, 5, 0)).isEqualTo(0.2f);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    LandmarkSequence sequence = randomSequence(5, 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    PoseFile.write(sequence, out);
    LandmarkSequence back = PoseFile.read(new ByteArrayInputStream(out.toByteArray()));

    assertThat(back.frames()).isEqualTo(5);
    assertThat(back.framesPerSecond()).isEqualTo(23.976f);
    assertThat(back.imageWidth()).isEqualTo(1919);
    assertThat(back.imageHeight()).isEqualTo(1079);
    for (LandmarkPart part : LandmarkPart.values()) {
      assertThat(Differences.largest(back.part(part), sequence.part(part)))
          .as(part.columnName())
          .isLessThan(2e-7);
    }
  }

  @Test
  void zBeyondImageWidthsIsReadBackToo() throws IOException {
    LandmarkSequence sequence = randomSequence(2, 30);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    PoseFile.write(sequence, out);
    LandmarkSequence back = PoseFile.read(new ByteArrayInputStream(out.toByteArray()));

    float[] hand = sequence.part(LandmarkPart.RIGHT_HAND);
    assertThat(Differences.largest(back.part(LandmarkPart.RIGHT_HAND), hand)).isLessThan(4e-6);
  }

  @Test
  void writesTheHeaderOfTheSpecification() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    PoseFile.write(randomSequence(1, 1), out);

    byte[] expected = new PoseBytes().header(0.2f, 1919, 1079, 4).string("POSE_LANDMARKS").bytes();
    assertThat(out.toByteArray()).startsWith(expected);
    // 553 points of x, y, z and confidence end the file of one frame.
    LandmarkSequence back = PoseFile.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(back.frames()).isEqualTo(1);
  }

  @Test
  void leavesWhatFollowsTheFileInTheStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PoseFile.write(randomSequence(1, 1), out);
    out.write(42);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());

    PoseFile.read(in);

    assertThat(in.read()).isEqualTo(42);
  }

  private static LandmarkSequence randomSequence(int frames, double depth) {
    Random random = new Random(7);
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[frames * part.floatsPerFrame()];
      for (int at = 0; at < numbers.length; at += part.channels()) {
        boolean absent = random.nextInt(10) == 0;
        for (int channel = 0; channel < part.channels(); channel++) {
          double range = channel == 2 ? depth : 1;
          numbers[at + channel] = absent ? Float.NaN : (float) (random.nextDouble() * range);
        }
      }
      parts.put(part, numbers);
    }
    return LandmarkSequence.of(frames, 23.976f, 1919, 1079, parts);
  }
}
