package org.pose2gloss.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.tracking.InputExample;
import org.pose2gloss.tracking.MlmodelFile;
import org.pose2gloss.tracking.TensorSpec;

/** Models that are trained in a second, kept as MLflow keeps them. */
public final class TestModel {
  /** Landmarks a frame. */
  public static final int POINTS = 180;

  /** Frames that its preparation keeps. */
  public static final int MAX_FRAMES = 20;

  private static final List<String> GLOSSES =
      List.of("book", "drink", "computer", "before", "chair", "go", "clothes");

  private TestModel() {}

  /** The glosses of {@link #make}. */
  public static List<String> glosses() {
    return GLOSSES;
  }

  /**
   * Trains a model into a folder.
   *
   * @param folder absent
   * @param seed of examples and weights: other seeds give models that answer otherwise
   */
  public static Path make(Path folder, int seed) {
    try {
      Files.createDirectories(folder);
      List<Example> examples =
          IntStream.range(0, 16).mapToObj(i -> clip(5 + i % 4, seed + i)).toList();
      Path trained =
          Trainer.train(
                  TrainingPlan.of(
                      ExampleSource.of(examples),
                      ExampleSource.of(List.of()),
                      new NetworkOptions(
                          new NetworkInput.NoseRelative(POINTS, 49),
                          new Encoder.Convolution(16, 1, 2, 5, true),
                          GLOSSES.size()),
                      TrainingOptions.builder().batchSize(8).epochs(1).seed(seed).build()),
                  folder.resolve("training"),
                  TrainingListener.silent())
              .savedModel();
      ModelLabels.write(trained, GLOSSES);
      Path model = Files.createDirectories(folder.resolve("model"));
      Files.move(trained, model.resolve("saved_model"));
      describe(model, examples.get(0));
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(Path model, Example example) throws IOException {
    float[] mask = new float[example.frames()];
    Arrays.fill(mask, 1);
    new MlmodelFile(
            "saved_model",
            "0123456789abcdef",
            "model",
            Instant.EPOCH,
            List.of(
                new TensorSpec("landmarks", "float32", List.of(-1, -1, POINTS, Example.CHANNELS)),
                new TensorSpec("mask", "float32", List.of(-1, -1))),
            List.of(new TensorSpec("probabilities", "float32", List.of(-1, GLOSSES.size()))),
            Map.of(
                "preparation",
                "default",
                "landmarks",
                "wlasl180",
                "max_frames",
                Integer.toString(MAX_FRAMES)),
            Map.of("seed", 1))
        .write(
            model,
            new InputExample(
                Map.of(
                    "landmarks",
                    InputExample.nested(
                        example.xyz(), 1, example.frames(), POINTS, Example.CHANNELS),
                    "mask",
                    InputExample.nested(mask, 1, example.frames()))));
  }

  /** A made-up clip in which some points are absent; a function of its arguments. */
  public static Example clip(int frames, int seed) {
    Random random = new Random(seed);
    float[] xyz = new float[frames * POINTS * Example.CHANNELS];
    for (int i = 0; i < xyz.length; i += Example.CHANNELS) {
      boolean absent = random.nextInt(10) == 0;
      for (int j = i; j < i + Example.CHANNELS; j++) {
        xyz[j] = absent ? Float.NaN : random.nextFloat();
      }
    }
    return new Example("clip-" + seed, Math.floorMod(seed, GLOSSES.size()), frames, xyz);
  }

  /** A clip as {@code [frames][points][3]} of JSON, null where absent. */
  public static String json(Example clip) {
    List<String> frames = new ArrayList<>();
    int at = 0;
    for (int frame = 0; frame < clip.frames(); frame++) {
      List<String> points = new ArrayList<>();
      for (int point = 0; point < clip.points(); point++) {
        float[] xyz = Arrays.copyOfRange(clip.xyz(), at, at + Example.CHANNELS);
        points.add(Float.isNaN(xyz[0]) ? "null" : Arrays.toString(xyz));
        at += Example.CHANNELS;
      }
      frames.add(points.toString());
    }
    return frames.toString();
  }
}
