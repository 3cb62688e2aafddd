package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.pose2gloss.benchmarks.Json;
import org.pose2gloss.benchmarks.ProcessMemory;
import org.pose2gloss.benchmarks.training.NumpyExamples;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.network.Precision;

/**
 * Trains when it is told to, so that ci/prove/train-speed can let us and its peer take turns.
 *
 * <p>Commands on standard input, a line each, are {@code epoch N}, N batches by length as training
 * makes them, and {@code steps N}, N batches that are all padded to the longest example. Each is
 * answered by a line of JSON.
 */
public final class TrainingSpeedBenchmark {
  private static final float RATE = 1e-3f;

  private final TrainingSession session;
  private final TrainingPlan plan;
  private final List<Example> examples;
  private int epoch;

  private TrainingSpeedBenchmark(
      TrainingSession session, TrainingPlan plan, List<Example> examples) {
    this.session = session;
    this.plan = plan;
    this.examples = examples;
  }

  /**
   * What a command took.
   *
   * @param seconds all of it
   * @param waited seconds of them in which no batch was ready
   * @param steps seconds of each step
   * @param losses of each step
   * @param frames computed, padding included
   * @param realFrames of them
   * @param peakBytes most memory of the process so far
   */
  private record Answer(
      double seconds,
      double waited,
      List<Double> steps,
      List<Double> losses,
      long frames,
      long realFrames,
      long peakBytes) {}

  /**
   * Listens.
   *
   * @param arguments archive of examples, batch size, threads, float32 or bfloat16
   */
  public static void main(String[] arguments) throws IOException {
    List<Example> examples = NumpyExamples.read(Path.of(arguments[0]));
    TrainingOptions options =
        TrainingOptions.builder()
            .batchSize(Integer.parseInt(arguments[1]))
            .threads(Integer.parseInt(arguments[2]))
            .precision(Precision.valueOf(arguments[3].toUpperCase(Locale.ROOT)))
            .labelSmoothing(0)
            .clipNorm(0)
            .build();
    ExampleSource source = ExampleSource.of(examples);
    TrainingPlan plan = TrainingPlan.of(source, source, NumpyExamples.NETWORK, options);
    try (TrainingSession session = new TrainingSession(plan.network(), options);
        Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8)) {
      TrainingSpeedBenchmark speed = new TrainingSpeedBenchmark(session, plan, examples);
      while (commands.hasNext()) {
        String what = commands.next();
        int most = commands.nextInt();
        Json.print(what.equals("epoch") ? speed.epoch(most) : speed.steps(most));
      }
    }
  }

  private Answer epoch(int most) throws IOException {
    Stopwatch watch = new Stopwatch();
    try (EpochBatches batches = EpochBatches.training(plan, ++epoch, 0)) {
      for (int step = 0; step < most && batches.hasNext(); step++) {
        ExampleBatch batch = batches.next();
        watch.ready();
        watch.trained(batch, session.train(batch, RATE, true).loss());
      }
    }
    return watch.answer();
  }

  private Answer steps(int most) throws IOException {
    Example longest = examples.stream().max(Comparator.comparingInt(Example::frames)).orElseThrow();
    int others = plan.options().batchSize() - 1;
    Stopwatch watch = new Stopwatch();
    for (int step = 0; step < most; step++) {
      List<Example> some = new ArrayList<>(List.of(longest));
      for (int i = 0; i < others; i++) {
        some.add(examples.get((step * others + i) % examples.size()));
      }
      ExampleBatch batch = ExampleBatch.of(some, plan.network().points());
      watch.ready();
      watch.trained(batch, session.train(batch, RATE, true).loss());
    }
    return watch.answer();
  }

  /** Adds up what steps take. */
  private static final class Stopwatch {
    private final long started = System.nanoTime();
    private final List<Double> steps = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private long last = started;
    private double waited;
    private long frames;
    private long realFrames;

    void ready() {
      waited += sinceLast();
    }

    void trained(ExampleBatch batch, double loss) {
      steps.add(sinceLast());
      losses.add(loss);
      frames += (long) batch.size() * batch.frames();
      realFrames += batch.examples().stream().mapToInt(Example::frames).sum();
    }

    private double sinceLast() {
      long now = System.nanoTime();
      double seconds = (now - last) / 1e9;
      last = now;
      return seconds;
    }

    Answer answer() throws IOException {
      double seconds = (System.nanoTime() - started) / 1e9;
      long peak = ProcessMemory.peakBytes();
      return new Answer(seconds, waited, steps, losses, frames, realFrames, peak);
    }
  }
}
