package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.network.TensorFlowRuntime;
import org.pose2gloss.classifier.network.Variable;
import org.pose2gloss.classifier.network.Variables;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Gradients, loss, clipping and AdamW against formulas worked out in double precision. */
class OptimizerTest {
  private static final double RATE = 0.01;
  private static final double DECAY = 0.1;

  /** One input of two features, three classes, a kernel of 2 x 3 and a bias of 3. */
  private static final double[] INPUT = {0.5, -1.5};

  private static final double[] KERNEL = {0.1, -0.2, 0.3, 0.4, 0.5, -0.6};
  private static final double[] BIAS = {0.05, 0.0, -0.05};
  private static final int LABEL = 2;
  private static final double SMOOTHING = 0.1;

  @BeforeAll
  static void load() {
    TensorFlowRuntime.load();
  }

  private static Variable variable(
      Ops tf, String name, Variable.Role role, double[] first, long... dimensions) {
    Shape shape = Shape.of(dimensions);
    VarHandleOp handle =
        tf.withName(name).varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
    Operand<TFloat32> value = tf.withName(name + ".value").readVariableOp(handle, TFloat32.class);
    Op initialise =
        tf.assignVariableOp(handle, tf.reshape(tf.constant(floats(first)), tf.array(dimensions)));
    return new Variable(name, shape, role, handle, value, initialise);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Trains the one-layer network for some steps and hands back kernel and bias. */
  private static List<float[]> train(int steps, double limit) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variable kernel = variable(tf, "kernel", Variable.Role.KERNEL, KERNEL, 2, 3);
      Variable bias = variable(tf, "bias", Variable.Role.OFFSET, BIAS, 3);
      Variables slots = new Variables(tf, 0);
      Variable counter = slots.counter("steps");
      Operand<TFloat32> x = tf.constant(new float[][] {floats(INPUT)});
      Operand<TFloat32> logits = tf.nn.biasAdd(tf.linalg.matMul(x, kernel.value()), bias.value());
      Operand<TInt32> labels = tf.array(LABEL);
      Operand<TFloat32> loss =
          tf.math.mean(
              new CrossEntropy((float) SMOOTHING).of(tf, logits, labels, 3), tf.constant(0));
      Output<?>[] raw =
          graph.addGradients(
              loss.asOutput(),
              new Output<?>[] {kernel.value().asOutput(), bias.value().asOutput()});
      List<Operand<TFloat32>> gradients = new ArrayList<>();
      for (Output<?> gradient : raw) {
        gradients.add(gradient.expect(TFloat32.class));
      }
      Operand<TFloat32> step = tf.math.add(counter.value(), tf.constant(1f));
      List<Op> updates =
          new ArrayList<>(
              new AdamW((float) DECAY)
                  .updates(
                      tf,
                      List.of(kernel, bias),
                      GradientClipping.clip(tf, gradients, (float) limit).gradients(),
                      tf.constant((float) RATE),
                      step,
                      slots));
      updates.add(tf.assignVariableOp(counter.handle(), step));
      Op update = tf.withControlDependencies(updates).noOp();
      Op initialise = tf.withControlDependencies(kernel.initialise(), bias.initialise()).noOp();
      Op initialiseSlots = slots.initialiseAll();
      try (Session session = new Session(graph, false)) {
        session.run(initialise);
        session.run(initialiseSlots);
        for (int i = 0; i < steps; i++) {
          session.run(update);
        }
        return List.of(fetch(session, kernel), fetch(session, bias));
      }
    }
  }

  private static float[] fetch(Session session, Variable variable) {
    try (Result result = session.runner().fetch(variable.value()).run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  /** The same by hand: d loss / d logit = softmax - target. */
  private static double[] byHand(int steps, double limit) {
    double[] w = new double[9];
    System.arraycopy(KERNEL, 0, w, 0, 6);
    System.arraycopy(BIAS, 0, w, 6, 3);
    double[] m = new double[9];
    double[] v = new double[9];
    for (int t = 1; t <= steps; t++) {
      double[] delta = softmax(logits(w));
      for (int c = 0; c < 3; c++) {
        delta[c] -= SMOOTHING / 3 + (c == LABEL ? 1 - SMOOTHING : 0);
      }
      double[] gradient = new double[9];
      for (int c = 0; c < 3; c++) {
        gradient[c] = INPUT[0] * delta[c];
        gradient[3 + c] = INPUT[1] * delta[c];
        gradient[6 + c] = delta[c];
      }
      double norm = 0;
      for (double g : gradient) {
        norm += g * g;
      }
      norm = Math.sqrt(norm);
      for (int i = 0; i < 9; i++) {
        double g = limit > 0 && norm > limit ? gradient[i] * limit / norm : gradient[i];
        if (i < 6) {
          w[i] -= RATE * DECAY * w[i];
        }
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        double alpha = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
        w[i] -= alpha * m[i] / (Math.sqrt(v[i]) + 1e-7);
      }
    }
    return w;
  }

  private static double[] logits(double[] w) {
    double[] logits = new double[3];
    for (int c = 0; c < 3; c++) {
      logits[c] = INPUT[0] * w[c] + INPUT[1] * w[3 + c] + w[6 + c];
    }
    return logits;
  }

  private static double[] softmax(double[] logits) {
    double sum = 0;
    double[] softmax = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      softmax[i] = Math.exp(logits[i]);
      sum += softmax[i];
    }
    for (int i = 0; i < logits.length; i++) {
      softmax[i] /= sum;
    }
    return softmax;
  }

  private static void assertLike(List<float[]> trained, double[] expected) {
    for (int i = 0; i < 9; i++) {
      float actual = i < 6 ? trained.get(0)[i] : trained.get(1)[i - 6];
      assertThat((double) actual).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void oneStepIsTheFormulaOfAdamW() {
    assertLike(train(1, 0), byHand(1, 0));
  }

  @Test
  void momentsAndBiasCorrectionCarryOverTwentySteps() {
    assertLike(train(20, 0), byHand(20, 0));
  }

  @Test
  void gradientsAreScaledToTheLimitOfTheirGlobalNorm() {
    // The first gradients' norm is about 1.6; Adam's first step alone would not show the scale.
    assertLike(train(5, 0.3), byHand(5, 0.3));
  }

  @Test
  void biasesAreNotDrawnToZero() {
    double[] expected = byHand(1, 0);
    double withDecay = expected[6] - RATE * DECAY * BIAS[0];

    float bias = train(1, 0).get(1)[0];

    assertThat((double) bias).isCloseTo(expected[6], within(1e-7));
    assertThat(Math.abs(bias - withDecay)).isGreaterThan(1e-5);
  }

  @Test
  void theLossIsCrossEntropyAgainstSmoothedLabels() {
    double[] probabilities = softmax(logits(concat(KERNEL, BIAS)));
    double expected = 0;
    for (int c = 0; c < 3; c++) {
      double target = (c == LABEL ? 0.9 : 0) + 0.1 / 3;
      expected -= target * Math.log(probabilities[c]);
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits = tf.constant(new float[][] {floats(logits(concat(KERNEL, BIAS)))});
      Operand<TFloat32> loss =
          new CrossEntropy((float) SMOOTHING).of(tf, logits, tf.array(LABEL), 3);
      try (Session session = new Session(graph, false);
          Result result = session.runner().fetch(loss).run()) {
        assertThat((double) ((TFloat32) result.get(0)).getFloat(0))
            .isCloseTo(expected, within(1e-6));
      }
    }
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
