package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.benchmarks.Json;
import org.pose2gloss.benchmarks.training.NumpyExamples;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.inference.GlossPredictor;

/**
 * Takes steps with our network and keeps all that ci/prove/train-parity compares: weights before,
 * between and after, losses, scores, and the exported model's answers.
 */
public final class TrainingParityBenchmark {
  private static final float RATE = 1e-3f;
  private static final NetworkOptions NETWORK = NumpyExamples.NETWORK.withDropout(0, 0, 0);

  /** The original's optimizer and loss: no smoothing, no clipping. */
  private static final TrainingOptions OPTIONS =
      TrainingOptions.builder().weightDecay(0.004f).labelSmoothing(0).clipNorm(0).seed(11).build();

  private TrainingParityBenchmark() {}

  /**
   * What was computed; batch follows batch, sequence follows sequence.
   *
   * @param parameters of the network
   * @param trainableParameters of them
   * @param losses of the steps
   * @param scores after the last step, {@code [examples][classes]}
   * @param besideLong the same, each sequence of the first batch beside one of 195 frames
   * @param exported probabilities by the exported model through DJL, batch by batch
   * @param exportedAlone the same, one sequence at a time
   */
  private record Outcome(
      long parameters,
      long trainableParameters,
      List<Double> losses,
      List<float[]> scores,
      List<float[]> besideLong,
      List<float[]> exported,
      List<float[]> exportedAlone) {}

  /**
   * Runs.
   *
   * @param arguments archive of examples, examples a batch, steps, folder to write to: {@code
   *     step-N} are checkpoints before the first step, after it and after the last, {@code model}
   *     is the exported model, {@code outcome.json} all else
   */
  public static void main(String[] arguments) throws IOException {
    List<Example> examples = NumpyExamples.read(Path.of(arguments[0]));
    int batchSize = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    Path folder = Path.of(arguments[3]);
    List<ExampleBatch> batches = new ArrayList<>();
    for (int i = 0; i < examples.size(); i += batchSize) {
      List<Example> some = examples.subList(i, Math.min(i + batchSize, examples.size()));
      batches.add(ExampleBatch.of(some, NETWORK.points()));
    }
    Files.write(folder.resolve("outcome.json"), Json.bytes(run(batches, steps, folder)));
  }

  private static Outcome run(List<ExampleBatch> batches, int steps, Path folder)
      throws IOException {
    Path model = folder.resolve("model");
    List<Double> losses = new ArrayList<>();
    List<float[]> scores = new ArrayList<>();
    List<float[]> besideLong = new ArrayList<>();
    long parameters;
    long trainable;
    try (TrainingSession session = new TrainingSession(NETWORK, OPTIONS)) {
      parameters = session.parameters();
      trainable = session.trainableParameters();
      save(session, batches.get(0).examples(), folder, 0);
      for (int step = 1; step <= steps; step++) {
        losses.add(session.train(batches.get((step - 1) % batches.size()), RATE, true).loss());
        if (step == 1 || step == steps) {
          save(session, batches.get(0).examples(), folder, step);
        }
      }
      for (ExampleBatch batch : batches) {
        scores.addAll(session.infer(batch).scores());
      }
      for (Example example : batches.get(0).examples()) {
        ExampleBatch padded = ExampleBatch.of(List.of(example, longest(example)), NETWORK.points());
        besideLong.add(session.infer(padded).scores().get(0));
      }
      Checkpoint last = new Checkpoint(folder.resolve("step-" + steps));
      SavedModelExport.export(last, NETWORK, List.of(), model);
    }
    List<float[]> exported = new ArrayList<>();
    List<float[]> alone = new ArrayList<>();
    try (GlossPredictor predictor = GlossPredictor.open(model)) {
      for (ExampleBatch batch : batches) {
        exported.addAll(Arrays.asList(predictor.predict(batch.examples())));
        for (Example example : batch.examples()) {
          alone.add(predictor.predict(List.of(example))[0]);
        }
      }
    }
    return new Outcome(parameters, trainable, losses, scores, besideLong, exported, alone);
  }

  private static void save(TrainingSession session, List<Example> examples, Path folder, int step)
      throws IOException {
    ExampleSource source = ExampleSource.of(examples);
    TrainingPlan plan = TrainingPlan.of(source, source, NETWORK, OPTIONS);
    Checkpoint.write(
        Files.createDirectory(folder.resolve("step-" + step)),
        session,
        TrainingState.start(OPTIONS),
        Fingerprint.of(plan));
  }

  /** A sequence of the original's fixed length, by repeating a shorter one. */
  private static Example longest(Example example) {
    int frames = 195;
    float[] xyz = new float[frames * example.points() * Example.CHANNELS];
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] = example.xyz()[i % example.xyz().length];
    }
    return new Example("long", example.label(), frames, xyz);
  }
}
