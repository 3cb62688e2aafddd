package org.pose2gloss.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Padded frames change nothing, however many there are and whatever they hold, in any kind of
 * network.
 */
@ParameterizedClass
@MethodSource("networks")
class PaddingInvarianceTest {
  private static final int POINTS = 3;
  private static final int NOSE = 1;
  private static final int FEATURES = 3 * POINTS;
  private static final int CLASSES = 5;
  private static final int BATCH = 3;
  private static final int[] LENGTHS = {4, 11, 7};
  private static final int LONGEST = 11;
  private static final double TOLERANCE = 1e-5;

  private static Graph graph;
  private static Session session;
  private static Operand<TFloat32> frames;
  private static Operand<TFloat32> mask;
  private static Operand<TFloat32> inferred;
  private static Operand<TFloat32> trained;
  private static Op moveStatistics;
  private static Op initialise;
  private static Variables variables;

  private final NetworkOptions options;

  PaddingInvarianceTest(NetworkOptions options) {
    this.options = options;
  }

  static List<NetworkOptions> networks() {
    NetworkInput nose = new NetworkInput.NoseRelative(POINTS, NOSE);
    List<NetworkInput.Part> parts =
        List.of(
            new NetworkInput.Part("right_hand", true, List.of(0, 2)),
            new NetworkInput.Part("face", false, List.of(NOSE)));
    NetworkInput even = new NetworkInput.Parts(POINTS, NOSE, parts, 6);
    Encoder causal = new Encoder.Convolution(16, 2, 2, 5, true);
    Encoder centred = new Encoder.Convolution(16, 2, 2, 5, false);
    Encoder transformer = new Encoder.Transformer(16, 2, 2);
    return List.of(
        new NetworkOptions(nose, causal, CLASSES),
        new NetworkOptions(nose, centred, CLASSES),
        new NetworkOptions(nose, transformer, CLASSES),
        new NetworkOptions(even, centred, CLASSES));
  }

  @BeforeParameterizedClassInvocation
  static void buildTheNetwork(NetworkOptions options) {
    TensorFlowRuntime.load();
    graph = new Graph();
    Ops tf = Ops.create(graph);
    frames = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, POINTS, 3)));
    mask = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
    variables = new Variables(tf, 3);
    GlossNetwork network = new GlossNetwork(options, variables);
    inferred = network.infer(tf, frames, mask);
    GlossNetwork.TrainingPass pass =
        network.train(tf, frames, mask, 1, tf.constant(0f), tf.constant(1f));
    trained = pass.logits();
    moveStatistics = tf.withControlDependencies(pass.updates()).noOp();
    initialise = variables.initialiseAll();
    session = new Session(graph, false);
  }

  @AfterParameterizedClassInvocation
  static void letGo() {
    session.close();
    graph.close();
  }

  @Test
  void inferenceDoesNotChangeWithTheAmountOfPadding() {
    session.run(initialise);
    run(moveStatistics, trained, LONGEST, 0f);
    float[] tight = run(null, inferred, LONGEST, 0f);

    assertClose(run(null, inferred, LONGEST + 1, 0f), tight);
    assertClose(run(null, inferred, 195, 0f), tight);
  }

  @Test
  void inferenceDoesNotChangeWithWhatThePaddingHolds() {
    session.run(initialise);
    run(moveStatistics, trained, LONGEST, 0f);
    float[] zeros = run(null, inferred, 40, 0f);

    assertClose(run(null, inferred, 40, 1e6f), zeros);
    assertClose(run(null, inferred, 40, Float.NaN), zeros);
  }

  @Test
  void aSequenceScoresTheSameAloneAndBesideOthers() {
    session.run(initialise);
    run(moveStatistics, trained, LONGEST, 0f);
    float[] together = run(null, inferred, LONGEST, 0f);

    float[] alone = runOne(0, LENGTHS[0]);

    for (int i = 0; i < CLASSES; i++) {
      assertThat(alone[i]).isCloseTo(together[i], within((float) TOLERANCE));
    }
  }

  @Test
  void batchStatisticsInTrainingCountRealFramesOnly() {
    session.run(initialise);
    float[] tight = run(moveStatistics, trained, LONGEST, 0f);
    List<float[]> movedTight = statistics();
    session.run(initialise);
    float[] wide = run(moveStatistics, trained, 120, 5f);
    List<float[]> movedWide = statistics();

    assertClose(wide, tight);
    for (int i = 0; i < movedTight.size(); i++) {
      assertClose(movedWide.get(i), movedTight.get(i));
    }
  }

  @Test
  void theFirstMovingStatisticsAreTheMomentsOfTheRealFrames() {
    assumeThat(options.input())
        .as("only where the stem sees the frames themselves")
        .isInstanceOf(NetworkInput.NoseRelative.class);
    session.run(initialise);
    run(moveStatistics, trained, 50, 7f);
    float[] kernel = value("stem.kernel");
    double[] mean = new double[16];
    double[] square = new double[16];
    int real = 0;
    for (int row = 0; row < BATCH; row++) {
      float[] sequence = sequence(row);
      for (int frame = 0; frame < LENGTHS[row]; frame++) {
        real++;
        for (int channel = 0; channel < 16; channel++) {
          double sum = 0;
          for (int feature = 0; feature < FEATURES; feature++) {
            int nose = frame * FEATURES + 3 * NOSE + feature % 3;
            sum +=
                (sequence[frame * FEATURES + feature] - sequence[nose])
                    * kernel[feature * 16 + channel];
          }
          mean[channel] += sum;
          square[channel] += sum * sum;
        }
      }
    }
    // Keras: moving = 0.95 * moving + 0.05 * of the batch, from mean 0 and variance 1.
    float[] movingMean = value("stem.normalization.moving_mean");
    float[] movingVariance = value("stem.normalization.moving_variance");
    for (int channel = 0; channel < 16; channel++) {
      double m = mean[channel] / real;
      double v = square[channel] / real - m * m;
      assertThat((double) movingMean[channel]).isCloseTo(0.05 * m, within(1e-6));
      assertThat((double) movingVariance[channel]).isCloseTo(0.95 + 0.05 * v, within(1e-6));
    }
  }

  private static float[] sequence(int row) {
    Random random = new Random(100 + row);
    float[] values = new float[LENGTHS[row] * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] run(Op target, Operand<TFloat32> wanted, int time, float padding) {
    float[] values = new float[BATCH * time * FEATURES];
    Arrays.fill(values, padding);
    float[] real = new float[BATCH * time];
    for (int row = 0; row < BATCH; row++) {
      float[] sequence = sequence(row);
      System.arraycopy(sequence, 0, values, row * time * FEATURES, sequence.length);
      Arrays.fill(real, row * time, row * time + LENGTHS[row], 1f);
    }
    return run(target, wanted, BATCH, time, values, real);
  }

  private static float[] runOne(int row, int time) {
    float[] real = new float[time];
    Arrays.fill(real, 1f);
    return run(null, inferred, 1, time, sequence(row), real);
  }

  private static float[] run(
      Op target, Operand<TFloat32> wanted, int batch, int time, float[] values, float[] real) {
    try (TFloat32 frameTensor =
            TFloat32.tensorOf(Shape.of(batch, time, POINTS, 3), DataBuffers.of(values));
        TFloat32 maskTensor = TFloat32.tensorOf(Shape.of(batch, time), DataBuffers.of(real))) {
      Session.Runner runner =
          session.runner().feed(frames, frameTensor).feed(mask, maskTensor).fetch(wanted);
      if (target != null) {
        runner.addTarget(target);
      }
      try (Result result = runner.run()) {
        return floats((TFloat32) result.get(0));
      }
    }
  }

  private static List<float[]> statistics() {
    return variables.all().stream()
        .map(variable -> variable.name())
        .filter(name -> name.contains(".moving_"))
        .map(PaddingInvarianceTest::value)
        .toList();
  }

  private static float[] value(String name) {
    try (Result result = session.runner().fetch(name + ".value").run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  private static float[] floats(TFloat32 tensor) {
    float[] floats = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(floats);
    return floats;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within((float) TOLERANCE));
    }
  }
}
