package org.pose2gloss.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pose2gloss.benchmarks.Json;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.classifier.training.EpochReport;
import org.pose2gloss.classifier.training.ExampleVariation;
import org.pose2gloss.classifier.training.Schedule;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.classifier.training.TrainingResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains on all parts of real data but one and judges on that one.
 *
 * <p>Nothing is chosen by what is judged: the weights are those of the epoch of the lowest training
 * loss.
 */
@Command(name = "accuracy-trial", description = "Trains on real data and judges the model.")
public final class AccuracyTrial implements Callable<Integer> {
  @Option(names = "--root", required = true, description = "Folder of the real data.")
  private Path root;

  @Option(names = "--data", required = true, description = "Which of them, such as wlasl100.")
  private String data;

  @Option(names = "--part", description = "Part that is judged.")
  private int part = RealData.VALIDATION;

  @Option(names = "--folder", required = true, description = "Folder for the training.")
  private Path folder;

  @Option(names = "--outcome", required = true, description = "File for what came out.")
  private Path outcome;

  @Option(names = "--initial", description = "Folder of a training to begin from.")
  private String initial = "";

  @Option(names = "--seed", description = "Seed of all that is drawn.")
  private long seed = 1;

  @Option(names = "--epochs", description = "Epochs.")
  private int epochs = 100;

  @Option(names = "--learning-rate", description = "Highest learning rate.")
  private float learningRate = 1e-3f;

  @Option(names = "--frames", description = "Frames that are looked at; 0 = all, from the nose.")
  private int frames = 32;

  @Option(names = "--encoder", description = "convolution, causal or transformer.")
  private String encoder = "convolution";

  @Option(names = "--variation", description = "How much training sequences vary.")
  private double variation = 1;

  @Option(names = "--mirrored", description = "Share of training sequences that are mirrored.")
  private double mirrored;

  @Option(names = "--average", description = "Decay of the weights' average; 0 = none.")
  private float average = 0.995f;

  @Option(names = "--dropout", description = "Of attention, paths and half of the head's.")
  private float dropout = 0.2f;

  @Option(names = "--label-smoothing", description = "Label smoothing.")
  private float smoothing = 0.1f;

  @Option(names = "--weight-decay", description = "Weight decay.")
  private float decay = 0.05f;

  @Option(names = "--batch", description = "Sequences a step.")
  private int batch = 64;

  /** What came out, in the order of its file. */
  private record Outcome(
      int train, int judged, double top1, double top5, long parameters, double seconds) {}

  /** Runs with options. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AccuracyTrial()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    LabelledData real = new RealData(root).named(data);
    List<Example> train = real.train(part);
    List<Example> judged = real.judged(part);
    long started = System.nanoTime();
    TrainingResult result =
        Trainer.train(plan(real, train), folder, new Reports(System.nanoTime()));
    double seconds = (System.nanoTime() - started) / 1e9;
    int[] hits = hits(result.savedModel(), judged, real.classes());
    Outcome reached =
        new Outcome(
            train.size(),
            judged.size(),
            (double) hits[0] / judged.size(),
            (double) hits[1] / judged.size(),
            result.parameters(),
            seconds);
    Files.write(outcome, Json.bytes(reached));
    System.err.printf("top-1 %.4f, top-5 %.4f, %.0f s%n", reached.top1(), reached.top5(), seconds);
    return 0;
  }

  private TrainingPlan plan(LabelledData real, List<Example> train) {
    NetworkInput input =
        frames == 0
            ? new NetworkInput.NoseRelative(real.selection().size(), real.nose())
            : NetworkInput.Parts.of(real.selection(), frames).withNose(real.nose());
    Encoder layers =
        switch (encoder) {
          case "convolution" -> new Encoder.Convolution(192, 2, 4, 7, false);
          case "causal" -> new Encoder.Convolution(192, 2, 4, 17, true);
          case "transformer" -> new Encoder.Transformer(192, 4, 4);
          default -> throw new IllegalArgumentException("There is no encoder " + encoder + ".");
        };
    NetworkOptions network =
        new NetworkOptions(input, layers, real.classes())
            .withDropout(dropout, dropout, 2 * dropout);
    TrainingOptions options =
        TrainingOptions.builder()
            .batchSize(batch)
            .epochs(epochs)
            .schedule(Schedule.Kind.COSINE)
            .learningRate(learningRate)
            .warmUpSteps(50)
            .weightDecay(decay)
            .labelSmoothing(smoothing)
            .clipNorm(1)
            .averageDecay(average)
            .earlyStoppingPatience(0)
            .initialModel(initial)
            .seed(seed)
            .build();
    return TrainingPlan.of(ExampleSource.of(train), ExampleSource.of(List.of()), network, options)
        .withTransform(
            new ExampleVariation(real.selection(), variation, mirrored),
            variation + "/" + mirrored);
  }

  /** How often the first answer was right, and one of the first five. */
  private static int[] hits(Path model, List<Example> judged, int classes) throws IOException {
    int[] hits = new int[2];
    try (GlossPredictor predictor = GlossPredictor.open(model)) {
      for (Example example : judged) {
        float[] scores = predictor.predict(List.of(example))[0];
        // Not counted as right: a class of the same score as others, and what is no number.
        int better = -1;
        for (int i = 0; i < classes; i++) {
          better += scores[i] < scores[example.label()] ? 0 : 1;
        }
        hits[0] += better < 1 ? 1 : 0;
        hits[1] += better < 5 ? 1 : 0;
      }
    }
    return hits;
  }

  /** Says every fifth epoch how it goes. */
  private record Reports(long started) implements TrainingListener {
    @Override
    public void epoch(EpochReport report) {
      if (report.epoch() % 5 == 0 || report.epoch() == 1) {
        System.err.printf(
            "epoch %d of %d: loss %.3f, top-1 %.3f, %.0f/s, %.0f s so far%n",
            report.epoch(),
            report.of(),
            report.trainLoss(),
            report.trainTop1(),
            report.samplesPerSecond(),
            (System.nanoTime() - started) / 1e9);
      }
    }

    @Override
    public void notice(String sentence) {
      System.err.println(sentence);
    }
  }
}
