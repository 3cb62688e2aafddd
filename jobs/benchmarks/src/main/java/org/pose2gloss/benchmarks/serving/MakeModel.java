package org.pose2gloss.benchmarks.serving;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tracking.InputExample;
import org.pose2gloss.tracking.MlmodelFile;
import org.pose2gloss.tracking.TensorSpec;
import picocli.CommandLine;

/**
 * Makes a model of the size that is served, whose weights a few steps on made-up clips have moved:
 * what a network answers does not change how long it takes. FOLDER/model is as MLflow keeps a
 * model.
 */
@CommandLine.Command(name = "make-model", mixinStandardHelpOptions = true)
public final class MakeModel implements Callable<Integer> {
  private static final PointSelection POINTS = PointSelection.wlasl180();
  private static final int FRAMES = 16;
  private static final int MAX_FRAMES = 195;

  @CommandLine.Option(names = "--folder", required = true, description = "Absent or empty.")
  private Path folder;

  @CommandLine.Option(names = "--classes", required = true)
  private int classes;

  @CommandLine.Option(names = "--seed", required = true)
  private int seed;

  @CommandLine.Option(
      names = "--original",
      description = "The original system's network instead of this suite's default.")
  private boolean original;

  private MakeModel() {}

  /** Makes it and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MakeModel()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    List<Example> examples = IntStream.range(0, 16).mapToObj(this::clip).toList();
    Path trained =
        Trainer.train(
                TrainingPlan.of(
                    ExampleSource.of(examples),
                    ExampleSource.of(List.of()),
                    network(),
                    TrainingOptions.builder().batchSize(8).epochs(1).seed(seed).build()),
                folder.resolve("training"),
                TrainingListener.silent())
            .savedModel();
    ModelLabels.write(trained, IntStream.range(0, classes).mapToObj(i -> "gloss-" + i).toList());
    Path model = Files.createDirectories(folder.resolve("model"));
    describe(model, trained, examples.get(0));
    Files.move(trained, model.resolve("saved_model"));
    return 0;
  }

  private NetworkOptions network() {
    return original
        ? new NetworkOptions(
            new NetworkInput.NoseRelative(POINTS.size(), POINTS.nose()),
            new Encoder.Convolution(192, 2, 4, 17, true),
            classes)
        : new NetworkOptions(
            NetworkInput.Parts.of(POINTS, 32),
            new Encoder.Convolution(192, 2, 4, 7, false),
            classes);
  }

  private void describe(Path model, Path trained, Example example) throws IOException {
    float[] mask = new float[example.frames()];
    Arrays.fill(mask, 1);
    try (GlossPredictor predictor = GlossPredictor.open(trained)) {
      new JsonMapper()
          .writeValue(
              model.resolve("answers.json").toFile(),
              Map.of("probabilities", predictor.predict(List.of(example))));
    }
    new MlmodelFile(
            "saved_model",
            "made-" + seed,
            "model",
            Instant.now(),
            List.of(
                new TensorSpec(
                    "landmarks", "float32", List.of(-1, -1, POINTS.size(), Example.CHANNELS)),
                new TensorSpec("mask", "float32", List.of(-1, -1))),
            List.of(new TensorSpec("probabilities", "float32", List.of(-1, classes))),
            Map.of(
                "preparation",
                "made-up",
                "landmarks",
                POINTS.name(),
                "max_frames",
                Integer.toString(MAX_FRAMES),
                "example_answers",
                "answers.json"),
            Map.of("seed", seed))
        .write(
            model,
            new InputExample(
                Map.of(
                    "landmarks",
                    InputExample.nested(example.xyz(), 1, FRAMES, POINTS.size(), Example.CHANNELS),
                    "mask",
                    InputExample.nested(mask, 1, FRAMES))));
  }

  private Example clip(int place) {
    Random random = new Random(1000L * seed + place);
    float[] xyz = new float[FRAMES * POINTS.size() * Example.CHANNELS];
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] = random.nextFloat();
    }
    return new Example("made-up-" + place, place % classes, FRAMES, xyz);
  }
}
