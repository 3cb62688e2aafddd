package org.pose2gloss.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.NetworkInput;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Expected numbers are exact in binary and computed by hand. */
class NoseRelativeTest {
  private static final int POINTS = 3;
  private static final int NOSE = 1;
  private static final int HAND = 2;

  @Test
  void theNoseOfEachFrameIsSubtracted() {
    float[] xyz = absent(2);
    put(xyz, 0, NOSE, 0.5f, 0.25f, -0.5f);
    put(xyz, 0, HAND, 0.75f, 0.5f, 0.25f);
    put(xyz, 1, NOSE, 0.25f, 0.25f, 0);
    put(xyz, 1, HAND, 0.75f, 0.5f, 0.25f);

    float[] seen = run(1, 2, xyz, NOSE, 1, 1);

    assertThat(at(seen, 0, HAND)).containsExactly(0.25f, 0.25f, 0.75f);
    assertThat(at(seen, 1, HAND)).containsExactly(0.5f, 0.25f, 0.25f);
    assertThat(at(seen, 1, NOSE)).containsOnly(0);
    assertThat(at(seen, 0, 0)).as("absent").containsOnly(0);
  }

  @Test
  void aPointThatLacksOneNumberIsAbsent() {
    float[] xyz = absent(1);
    put(xyz, 0, NOSE, 0.5f, 0.25f, 0);
    put(xyz, 0, HAND, 0.75f, Float.NaN, 0.25f);

    assertThat(run(1, 1, xyz, NOSE, 1)).containsOnly(0);
  }

  @Test
  void aFrameWithoutNoseTakesTheLastKnownOneAndFramesBeforeTheFirstTakeThatOne() {
    float[] xyz = absent(5);
    for (int frame = 0; frame < 5; frame++) {
      put(xyz, frame, HAND, 0.75f, 0.75f, 0);
    }
    put(xyz, 1, NOSE, 0.25f, 0.25f, 0);
    put(xyz, 3, NOSE, 0.5f, 0.125f, 0);

    float[] seen = run(1, 5, xyz, NOSE, 1, 1, 1, 1, 1);

    assertThat(at(seen, 0, HAND)).containsExactly(0.5f, 0.5f, 0);
    assertThat(at(seen, 1, HAND)).containsExactly(0.5f, 0.5f, 0);
    assertThat(at(seen, 2, HAND)).containsExactly(0.5f, 0.5f, 0);
    assertThat(at(seen, 3, HAND)).containsExactly(0.25f, 0.625f, 0);
    assertThat(at(seen, 4, HAND)).containsExactly(0.25f, 0.625f, 0);
  }

  @Test
  void withoutAnyNosePointsAreRelativeToTheMiddleOfThePicture() {
    float[] xyz = absent(2);
    put(xyz, 1, HAND, 0.75f, 0.25f, 0.125f);

    assertThat(at(run(1, 2, xyz, NOSE, 1, 1), 1, HAND)).containsExactly(0.25f, -0.25f, 0.125f);
    put(xyz, 0, NOSE, 0, 0, 0);
    assertThat(at(run(1, 2, xyz, -1, 1, 1), 1, HAND)).containsExactly(0.25f, -0.25f, 0.125f);
  }

  @Test
  void aNoseInPaddingIsNone() {
    float[] xyz = absent(3);
    put(xyz, 0, HAND, 0.75f, 0.75f, 0);
    put(xyz, 2, NOSE, 0.125f, 0, 0);
    put(xyz, 2, HAND, 7, 7, 7);

    float[] seen = run(1, 3, xyz, NOSE, 1, 1, 0);

    assertThat(at(seen, 0, HAND)).containsExactly(0.25f, 0.25f, 0);
    assertThat(at(seen, 2, HAND)).containsOnly(0);
  }

  @Test
  void sequencesOfABatchHaveNosesOfTheirOwn() {
    float[] xyz = absent(4);
    put(xyz, 1, HAND, 0.75f, 0.75f, 0);
    put(xyz, 2, NOSE, 0.25f, 0.5f, 0);
    put(xyz, 3, HAND, 0.75f, 0.75f, 0);

    float[] seen = run(2, 2, xyz, NOSE, 1, 1, 1, 1);

    assertThat(at(seen, 1, HAND)).containsExactly(0.25f, 0.25f, 0);
    assertThat(at(seen, 3, HAND)).containsExactly(0.5f, 0.25f, 0);
  }

  private static float[] run(int batch, int time, float[] xyz, int nose, float... mask) {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> landmarks =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, POINTS, 3)));
      Operand<TFloat32> real = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
      Operand<TFloat32> seen =
          NoseRelative.of(tf, new NetworkInput.NoseRelative(POINTS, nose), landmarks, real);
      try (Session session = new Session(graph, false);
          TFloat32 given =
              TFloat32.tensorOf(Shape.of(batch, time, POINTS, 3), DataBuffers.of(xyz));
          TFloat32 masked = TFloat32.tensorOf(Shape.of(batch, time), DataBuffers.of(mask));
          Result result =
              session.runner().feed(landmarks, given).feed(real, masked).fetch(seen).run()) {
        TFloat32 answer = (TFloat32) result.get(0);
        assertThat(answer.shape()).isEqualTo(Shape.of(batch, time, POINTS * 3));
        float[] floats = new float[Math.toIntExact(answer.size())];
        answer.asRawTensor().data().asFloats().read(floats);
        return floats;
      }
    }
  }

  private static float[] absent(int frames) {
    float[] xyz = new float[frames * POINTS * 3];
    Arrays.fill(xyz, Float.NaN);
    return xyz;
  }

  private static void put(float[] xyz, int frame, int point, float x, float y, float z) {
    int at = (frame * POINTS + point) * 3;
    xyz[at] = x;
    xyz[at + 1] = y;
    xyz[at + 2] = z;
  }

  private static float[] at(float[] seen, int frame, int point) {
    int at = (frame * POINTS + point) * 3;
    return Arrays.copyOfRange(seen, at, at + 3);
  }
}
