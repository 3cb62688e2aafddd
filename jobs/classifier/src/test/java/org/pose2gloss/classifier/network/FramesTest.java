package org.pose2gloss.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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

/** Expected numbers are computed by hand. */
class FramesTest {
  /** Points 0 and 1 are a hand, point 2 is the nose. */
  private static final int POINTS = 3;

  private static final NetworkInput.Part HAND =
      new NetworkInput.Part("right_hand", true, List.of(0, 1));
  // Shape 2 x 3, there, place 2, place by itself 2, movement 2 x 2.
  private static final int WIDTH = 15;
  private static final int THERE = 6;
  private static final int PLACE = 7;
  private static final int OWN_PLACE = 9;
  private static final int MOVEMENT = 11;

  @Test
  void framesAreSpreadEvenlyOverThoseWithAHand() {
    // A hand in frames 2, 3, 5, 6 and 8 of 10, at x = frame / 10: of these the 1st, 3rd and 5th.
    float[] xyz = absent(10);
    for (int frame : new int[] {2, 3, 5, 6, 8}) {
      put(xyz, frame, 0, frame / 10f, 0.5f);
    }

    float[] seen = run(new NetworkInput.Parts(POINTS, -1, List.of(HAND), 3), 10, xyz);

    assertThat(seen[PLACE]).isCloseTo(0.2f - 0.5f, within(1e-6f));
    assertThat(seen[WIDTH + PLACE]).isCloseTo(0.5f - 0.5f, within(1e-6f));
    assertThat(seen[2 * WIDTH + PLACE]).isCloseTo(0.8f - 0.5f, within(1e-6f));
  }

  @Test
  void withoutAnyHandFramesAreSpreadOverAllAndAllIsZero() {
    float[] seen = run(new NetworkInput.Parts(POINTS, 2, List.of(HAND), 4), 6, absent(6));

    assertThat(seen).containsExactly(new float[4 * WIDTH], within(0f));
  }

  @Test
  void aPartIsSeenInItsOwnSizeFromItsCentreAndFromTheMeanNose() {
    float[] xyz = absent(2);
    // Centre (0.5, 0.5) and (0.5, 0.7), each point 0.1 from it: the size is 0.1.
    put(xyz, 0, 0, 0.4f, 0.5f);
    put(xyz, 0, 1, 0.6f, 0.5f);
    put(xyz, 1, 0, 0.5f, 0.6f);
    put(xyz, 1, 1, 0.5f, 0.8f);
    put(xyz, 0, 2, 0.4f, 0.2f);
    put(xyz, 1, 2, 0.6f, 0.2f);

    float[] seen = run(new NetworkInput.Parts(POINTS, 2, List.of(HAND), 2), 2, xyz);

    // The size is 0.1 and a thousandth, so that it is never zero.
    float size = 0.101f;
    assertClose(seen, 0, 0, -0.1f / size, 0, 0, 0.1f / size, 0, 0);
    assertClose(seen, 0, THERE, 1);
    assertClose(seen, 0, PLACE, 0, 0.3f);
    assertClose(seen, 0, OWN_PLACE, 0, -0.1f / size);
    assertClose(seen, 0, MOVEMENT, 0, 0, 0, 0);
    assertClose(seen, 1, 0, 0, -0.1f / size, 0, 0, 0.1f / size, 0);
    assertClose(seen, 1, PLACE, 0, 0.5f);
    assertClose(seen, 1, OWN_PLACE, 0, 0.1f / size);
    assertClose(seen, 1, MOVEMENT, 0.1f / size, 0.1f / size, -0.1f / size, 0.3f / size);
  }

  @Test
  void aPointThatIsNotInBothFramesDoesNotMove() {
    float[] xyz = absent(2);
    put(xyz, 0, 0, 0.4f, 0.5f);
    put(xyz, 1, 0, 0.5f, 0.5f);
    put(xyz, 1, 1, 0.7f, 0.5f);

    float[] seen = run(new NetworkInput.Parts(POINTS, -1, List.of(HAND), 2), 2, xyz);

    assertThat(seen[WIDTH + MOVEMENT]).isPositive();
    assertClose(seen, 1, MOVEMENT + 1, 0, 0, 0);
  }

  private static void assertClose(float[] seen, int frame, int from, float... expected) {
    float[] part =
        Arrays.copyOfRange(seen, frame * WIDTH + from, frame * WIDTH + from + expected.length);
    assertThat(part).containsExactly(expected, within(1e-5f));
  }

  private static float[] absent(int frames) {
    float[] xyz = new float[frames * POINTS * 3];
    Arrays.fill(xyz, Float.NaN);
    return xyz;
  }

  private static void put(float[] xyz, int frame, int point, float x, float y) {
    int at = (frame * POINTS + point) * 3;
    xyz[at] = x;
    xyz[at + 1] = y;
    xyz[at + 2] = 0;
  }

  private static float[] run(NetworkInput input, int frames, float[] xyz) {
    TensorFlowRuntime.load();
    float[] real = new float[frames];
    Arrays.fill(real, 1);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> landmarks =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, POINTS, 3)));
      Operand<TFloat32> mask = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
      Frames seen = Frames.of(tf, input, landmarks, mask);
      assertThat(seen.width()).isEqualTo(WIDTH);
      try (Session session = new Session(graph, false);
          TFloat32 given = TFloat32.tensorOf(Shape.of(1, frames, POINTS, 3), DataBuffers.of(xyz));
          TFloat32 givenMask = TFloat32.tensorOf(Shape.of(1, frames), DataBuffers.of(real));
          Result result =
              session
                  .runner()
                  .feed(landmarks, given)
                  .feed(mask, givenMask)
                  .fetch(seen.features())
                  .run()) {
        float[] floats = new float[Math.toIntExact(result.get(0).size())];
        result.get(0).asRawTensor().data().asFloats().read(floats);
        return floats;
      }
    }
  }
}
