package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.network.GlossNetwork;
import org.pose2gloss.classifier.network.Saver;
import org.pose2gloss.classifier.network.TensorFlowRuntime;
import org.pose2gloss.classifier.network.Variable;
import org.pose2gloss.classifier.network.Variables;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graph that trains and judges one network, and the weights being trained; owns the native
 * memory of both.
 */
final class TrainingSession implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Operand<TFloat32> landmarks;
  private final Operand<TFloat32> mask;
  private final Operand<TInt32> labels;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> headDrops;
  private final Outputs training;
  private final Outputs inference;
  private final Operand<TFloat32> gradientNorm;
  private final Op update;
  private final Optional<MovingAverages> averages;

  /** What a pass gives for each sequence. */
  private record Outputs(Operand<TFloat32> losses, Operand<TFloat32> logits) {}

  /** Builds the graph and gives every variable its first value. */
  TrainingSession(NetworkOptions network, TrainingOptions options) {
    TensorFlowRuntime.load();
    Ops tf = Ops.create(graph);
    variables = new Variables(tf, options.seed());
    landmarks = input(tf, "landmarks", Shape.of(-1, -1, network.points(), Example.CHANNELS));
    mask = input(tf, "mask", Shape.of(-1, -1));
    labels = tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    learningRate = input(tf, "learning_rate", Shape.scalar());
    headDrops = input(tf, "head_drops", Shape.scalar());
    Regularization regularization = options.regularization();

    GlossNetwork glossNetwork = new GlossNetwork(network, variables, options.precision());
    Variable steps = variables.counter("steps");
    CrossEntropy smoothed = new CrossEntropy(regularization.labelSmoothing());
    GlossNetwork.TrainingPass pass =
        glossNetwork.train(tf, landmarks, mask, options.seed(), steps.value(), headDrops);
    training =
        new Outputs(smoothed.of(tf, pass.logits(), labels, network.classes()), pass.logits());
    Operand<TFloat32> logits = glossNetwork.infer(tf, landmarks, mask);
    inference = new Outputs(new CrossEntropy(0).of(tf, logits, labels, network.classes()), logits);

    List<Variable> trained = variables.trainable();
    GradientClipping clipped =
        GradientClipping.clip(
            tf,
            gradients(tf.math.mean(training.losses(), tf.constant(0)), trained),
            regularization.clipNorm());
    gradientNorm = clipped.norm();
    Operand<TFloat32> step = tf.math.add(steps.value(), tf.constant(1f));
    List<Variable> ofNetwork = networkVariables();
    List<Op> updates = new ArrayList<>(pass.updates());
    updates.addAll(
        new AdamW(regularization.weightDecay())
            .updates(tf, trained, clipped.gradients(), learningRate, step, variables));
    updates.add(tf.assignVariableOp(steps.handle(), step));
    float decay = regularization.averageDecay();
    averages =
        decay == 0
            ? Optional.empty()
            : Optional.of(
                new MovingAverages(tf, decay, ofNetwork, variables, step, List.copyOf(updates)));
    averages.ifPresent(a -> updates.add(a.move()));
    update = tf.withControlDependencies(updates).noOp();

    Op initialise = variables.initialiseAll();
    Saver.addTo(tf, variables.all());
    session = new Session(graph, false, threads(options.threads()));
    session.run(initialise);
    averages.ifPresent(a -> session.run(a.begin()));
  }

  private static Operand<TFloat32> input(Ops tf, String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private List<Operand<TFloat32>> gradients(Operand<TFloat32> loss, List<Variable> trained) {
    Output<?>[] values =
        trained.stream().map(variable -> variable.value().asOutput()).toArray(Output<?>[]::new);
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(loss.asOutput(), values)) {
      gradients.add(gradient.expect(TFloat32.class));
    }
    return gradients;
  }

  /** Threads inside one operation; two operations at a time, as few are independent. */
  private static ConfigProto threads(int threads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(threads == 1 ? 1 : 2)
        .setAllowSoftPlacement(true)
        .build();
  }

  /**
   * What a pass over one batch gave.
   *
   * @param losses of each sequence
   * @param scores logits of each sequence
   * @param gradientNorm before clipping; 0 where nothing was trained
   */
  record Pass(List<Float> losses, List<float[]> scores, double gradientNorm) {
    /** Mean loss of the batch. */
    double loss() {
      return losses.stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN);
    }
  }

  /**
   * Trains on one batch.
   *
   * @param headDropping whether the head's dropout is on
   */
  Pass train(ExampleBatch batch, float rate, boolean headDropping) {
    try (Tensor rateTensor = TFloat32.scalarOf(rate);
        Tensor headTensor = TFloat32.scalarOf(headDropping ? 1 : 0)) {
      return run(
          batch,
          training,
          runner ->
              runner
                  .feed(learningRate, rateTensor)
                  .feed(headDrops, headTensor)
                  .addTarget(update)
                  .fetch(gradientNorm));
    }
  }

  /**
   * Does something, such as judging, with the values that will be exported: the averages where
   * there are some.
   */
  <R> R withFinalValues(Supplier<R> work) {
    if (averages.isEmpty()) {
      return work.get();
    }
    session.run(averages.get().exchange());
    try {
      return work.get();
    } finally {
      session.run(averages.get().exchange());
    }
  }

  /** Judges one batch with the weights as they are. */
  Pass infer(ExampleBatch batch) {
    return run(batch, inference, runner -> runner);
  }

  private Pass run(ExampleBatch batch, Outputs outputs, UnaryOperator<Session.Runner> further) {
    Shape shape = Shape.of(batch.size(), batch.frames());
    try (Tensor landmarksTensor =
            TFloat32.tensorOf(
                shape.append(batch.points()).append(Example.CHANNELS),
                DataBuffers.of(batch.values()));
        Tensor maskTensor = TFloat32.tensorOf(shape, DataBuffers.of(batch.mask()));
        Tensor labelTensor = TInt32.vectorOf(batch.labels());
        Result result =
            further
                .apply(
                    session
                        .runner()
                        .feed(landmarks, landmarksTensor)
                        .feed(mask, maskTensor)
                        .feed(labels, labelTensor)
                        .fetch(outputs.losses())
                        .fetch(outputs.logits()))
                .run()) {
      float[] losses = floats(result.get(0));
      float[] logits = floats(result.get(1));
      int classes = logits.length / batch.size();
      List<Float> lossOfEach = new ArrayList<>();
      List<float[]> scores = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        lossOfEach.add(losses[i]);
        scores.add(Arrays.copyOfRange(logits, i * classes, (i + 1) * classes));
      }
      double norm = result.size() > 2 ? floats(result.get(2))[0] : 0;
      return new Pass(lossOfEach, scores, norm);
    } catch (TensorFlowException e) {
      throw new ClassifierException(
          String.format(
              "TensorFlow could not compute a batch of %d sequences of up to %d frames (where memory"
                  + " ran out, lower training.batch-size): %s",
              batch.size(), batch.frames(), e.getMessage()),
          e);
    }
  }

  private static float[] floats(Tensor tensor) {
    float[] floats = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(floats);
    return floats;
  }

  /** Writes all weights and the optimizer's memory into a folder. */
  void save(Path folder) throws IOException {
    Saver.save(session, folder);
  }

  /** Reads what {@link #save} wrote: training goes on as if it had never stopped. */
  void restore(Path folder) throws IOException {
    Saver.restore(session, folder);
  }

  /** Gives some variables the values that a checkpoint has under these names. */
  void takeOver(Path folder, Map<Variable, String> names) throws IOException {
    Saver.takeOver(Ops.create(graph).withSubScope("initial"), session, folder, names);
    averages.ifPresent(a -> session.run(a.begin()));
  }

  /** All variables, the optimizer's memory and averages included. */
  List<Variable> variables() {
    return variables.all();
  }

  /** The variables of the network itself. */
  List<Variable> networkVariables() {
    return variables.all().stream()
        .filter(variable -> variable.role() != Variable.Role.SLOT)
        .toList();
  }

  long parameters() {
    return variables.parameters();
  }

  long trainableParameters() {
    return variables.trainableParameters();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
