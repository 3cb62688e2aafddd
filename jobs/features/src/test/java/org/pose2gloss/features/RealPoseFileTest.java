package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A file that Python's pose-format made of a real video; expected numbers are what it reads. */
final class RealPoseFileTest {
  private static LandmarkSequence football() throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            Files.newInputStream(SharedData.orSkip("pose-format/FOOTBALL.holistic.pose")))) {
      return PoseFile.read(in);
    }
  }

  @Test
  void readsWhatTheReferenceImplementationReads() throws IOException {
    LandmarkSequence sequence = football();

    assertThat(sequence.frames()).isEqualTo(62);
    assertThat(sequence.framesPerSecond()).isEqualTo(29.97f);
    assertThat(sequence.imageWidth()).isEqualTo(640);
    assertThat(sequence.imageHeight()).isEqualTo(360);
    assertPlace(sequence, LandmarkPart.POSE, 0, 330.466278, 126.461067, -0.689768195);
    assertPlace(sequence, LandmarkPart.POSE, 13, 446.470184, 292.545044, -0.506789267);
    assertPlace(sequence, LandmarkPart.FACE, 3, 325.148682, 114.592110, -0.0162120387);
    assertPlace(sequence, LandmarkPart.LEFT_HAND, 0, 388.01276, 219.87869, 2.7645143e-08);
    assertPlace(sequence, LandmarkPart.RIGHT_HAND, 3, 302.24292, 202.03349, -0.0016157973);
    assertThat(sequence.value(LandmarkPart.POSE, 20, 13, 3)).isCloseTo(0.9991341f, within(1e-6f));
  }

  @Test
  void roundTripKeepsARealFile() throws IOException {
    LandmarkSequence sequence = football();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    PoseFile.write(sequence, out);
    LandmarkSequence back = PoseFile.read(new ByteArrayInputStream(out.toByteArray()));

    for (LandmarkPart part : LandmarkPart.values()) {
      assertThat(Differences.largest(back.part(part), sequence.part(part))).isLessThan(3e-7);
    }
  }

  private static void assertPlace(
      LandmarkSequence sequence, LandmarkPart part, int point, double x, double y, double z) {
    assertThat(sequence.value(part, 20, point, 0) * 640.0).isCloseTo(x, within(1e-4));
    assertThat(sequence.value(part, 20, point, 1) * 360.0).isCloseTo(y, within(1e-4));
    assertThat((double) sequence.value(part, 20, point, 2)).isCloseTo(z, within(1e-7));
  }
}
