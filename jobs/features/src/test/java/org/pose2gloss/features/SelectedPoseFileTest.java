package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedPoseFileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"wlasl180", "all553", "pose:16", "left_hand,face:4", "face:468-477,pose:0"})
  void selectedPointsComeBackFromTheirFile(String description) throws IOException {
    PointSelection selection = PointSelection.of(description);
    float[] xyz = new float[3 * selection.size() * 3];
    for (int i = 0; i < xyz.length; i++) {
      // Powers of two survive the way to pixels and back.
      xyz[i] = (i % 16) / 16f;
    }
    xyz[0] = xyz[1] = xyz[2] = Float.NaN;
    SelectedPoints points = SelectedPoints.of(3, selection.size(), xyz);

    LandmarkSequence read = throughFile(selection.sequence(points, 25, 512, 256), selection);

    assertThat(read.frames()).isEqualTo(3);
    assertThat(selection.pick(read)).isEqualTo(points);
  }

  @Test
  void fileHoldsTheSelectedPointsUnderTheirNamesAlone() throws IOException {
    PointSelection selection = PointSelection.of("pose:11-16,right_hand:8,face:4");
    SelectedPoints points = SelectedPoints.of(1, 8, new float[24]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PoseFile.write(selection.sequence(points, 25, 640, 480), selection, bytes);

    PoseHeader header =
        PoseHeader.read(
            new LittleEndianInput(new ByteArrayInputStream(bytes.toByteArray()), 1 << 20));

    assertThat(header.components())
        .extracting(PoseHeader.Component::name)
        .containsExactly("POSE_LANDMARKS", "FACE_LANDMARKS", "RIGHT_HAND_LANDMARKS");
    assertThat(header.components().get(0).points())
        .isEqualTo(
            List.of(
                "LEFT_SHOULDER",
                "RIGHT_SHOULDER",
                "LEFT_ELBOW",
                "RIGHT_ELBOW",
                "LEFT_WRIST",
                "RIGHT_WRIST"));
    assertThat(header.components().get(1).points()).containsExactly("4");
    assertThat(header.components().get(2).points()).containsExactly("INDEX_FINGER_TIP");
  }

  @Test
  void otherNumberOfPointsIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PointSelection.wlasl180()
                    .sequence(SelectedPoints.of(1, 1, new float[3]), 25, 640, 480))
        .withMessage("the selection wlasl180 has 180 points a frame, not 1");
  }

  private static LandmarkSequence throughFile(LandmarkSequence sequence, PointSelection selection)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PoseFile.write(sequence, selection, bytes);
    return PoseFile.read(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
