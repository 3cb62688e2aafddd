package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaceMeshTest {
  @Test
  void refinesLipsAndEyesAndAddsIrises() {
    float[] mesh = new float[468 * 3];
    for (int i = 0; i < 468; i++) {
      mesh[3 * i] = i;
      mesh[3 * i + 1] = -i;
      mesh[3 * i + 2] = 7;
    }
    float[] whole =
        FaceMesh.assembled(
            mesh,
            pairs(80, 1000),
            pairs(71, 2000),
            pairs(71, 3000),
            pairs(5, 4000),
            pairs(5, 5000));

    assertThat(whole).hasSize(478 * 3);
    // A point that no refinement names stays: nose tip 4.
    assertPoint(whole, 4, 4, -4, 7);
    // First and last of the lists in tensors_to_face_landmarks_with_attention.pbtxt.
    assertPoint(whole, 61, 1000, -1000, 7);
    assertPoint(whole, 407, 1079, -1079, 7);
    assertPoint(whole, 33, 2000, -2000, 7);
    assertPoint(whole, 193, 2070, -2070, 7);
    assertPoint(whole, 263, 3000, -3000, 7);
    assertPoint(whole, 417, 3070, -3070, 7);
    assertPoint(whole, 468, 4000, -4000, 7);
    assertPoint(whole, 477, 5004, -5004, 7);
  }

  @Test
  void givesAnIrisTheMeanDepthOfItsEye() {
    float[] mesh = new float[468 * 3];
    // Two of the sixteen points of the left eye's contour, and one beyond it.
    mesh[33 * 3 + 2] = 8;
    mesh[173 * 3 + 2] = 24;
    mesh[130 * 3 + 2] = 1000;
    float[] whole =
        FaceMesh.assembled(
            mesh, pairs(80, 0), pairs(71, 0), pairs(71, 0), pairs(5, 0), pairs(5, 0));
    assertThat(whole[468 * 3 + 2]).isEqualTo(2);
    assertThat(whole[473 * 3 + 2]).isZero();
  }

  private static float[] pairs(int points, int first) {
    float[] values = new float[points * 2];
    for (int i = 0; i < points; i++) {
      values[2 * i] = first + i;
      values[2 * i + 1] = -first - i;
    }
    return values;
  }

  private static void assertPoint(float[] mesh, int point, float... wanted) {
    assertThat(new float[] {mesh[point * 3], mesh[point * 3 + 1], mesh[point * 3 + 2]})
        .as("point %d", point)
        .containsExactly(wanted);
  }
}
