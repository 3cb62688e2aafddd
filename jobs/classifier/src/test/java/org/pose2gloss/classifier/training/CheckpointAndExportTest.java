package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.SyntheticSigns;
import org.pose2gloss.classifier.inference.GlossPredictor;

/** What is written comes back: weights, the optimizer's memory, and the model that DJL reads. */
class CheckpointAndExportTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final NetworkOptions DROPPING =
      SyntheticSigns.tinyNetwork(POINTS, CLASSES).withDropout(0.3f, 0.3f, 0.3f);
  private static final TrainingOptions OPTIONS = TrainingOptions.builder().build();
  private static final List<Example> EXAMPLES = SyntheticSigns.examples(40, CLASSES, POINTS, 5);

  @TempDir Path folder;

  private static ExampleBatch batch(int number) {
    return ExampleBatch.of(EXAMPLES.subList(number * 8, number * 8 + 8), POINTS);
  }

  @Test
  void trainingGoesOnFromACheckpointAsIfItHadNeverStopped() throws IOException {
    List<Double> uninterrupted = new ArrayList<>();
    try (TrainingSession session = new TrainingSession(DROPPING, OPTIONS)) {
      session.train(batch(0), 1e-2f, true);
      session.train(batch(1), 1e-2f, true);
      session.save(folder);
      uninterrupted.add(session.train(batch(2), 1e-2f, true).loss());
      uninterrupted.add(session.train(batch(3), 1e-2f, true).loss());
    }
    List<Double> resumed = new ArrayList<>();
    try (TrainingSession session = new TrainingSession(DROPPING, OPTIONS)) {
      session.restore(folder);
      resumed.add(session.train(batch(2), 1e-2f, true).loss());
      resumed.add(session.train(batch(3), 1e-2f, true).loss());
    }

    // To the last digit, dropout included: its randomness is a function of the step.
    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void theExportedModelAnswersLikeTheSessionThatTrainedIt() throws IOException {
    List<Example> examples = EXAMPLES.subList(0, 20);
    Path model = folder.resolve("model");
    List<float[]> logits;
    try (TrainingSession session = new TrainingSession(DROPPING, OPTIONS)) {
      for (int step = 0; step < 5; step++) {
        session.train(batch(step), 1e-2f, true);
      }
      logits = session.infer(ExampleBatch.of(examples, POINTS)).scores();
      Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
      write(checkpoint, session);
      SavedModelExport.export(new Checkpoint(checkpoint), DROPPING, List.of(), model);
    }

    try (GlossPredictor predictor = GlossPredictor.open(model)) {
      float[][] probabilities = predictor.predict(examples);
      for (int i = 0; i < examples.size(); i++) {
        double[] expected = softmax(logits.get(i));
        for (int c = 0; c < CLASSES; c++) {
          assertThat((double) probabilities[i][c]).isCloseTo(expected[c], within(1e-6));
        }
      }
      assertThat(predictor.glosses()).isEmpty();
    }
  }

  @Test
  void aCheckpointThatIsNotThereIsSaid() {
    try (TrainingSession session = new TrainingSession(DROPPING, OPTIONS)) {
      assertThatThrownBy(() -> session.restore(folder.resolve("nowhere")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere could not be read");
    }
  }

  private static void write(Path checkpoint, TrainingSession session) throws IOException {
    TrainingPlan plan =
        TrainingPlan.of(ExampleSource.of(EXAMPLES), ExampleSource.of(EXAMPLES), DROPPING, OPTIONS);
    Checkpoint.write(checkpoint, session, TrainingState.start(OPTIONS), Fingerprint.of(plan));
  }

  private static double[] softmax(float[] logits) {
    double[] softmax = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      softmax[i] = Math.exp(logits[i]);
      sum += softmax[i];
    }
    for (int i = 0; i < logits.length; i++) {
      softmax[i] /= sum;
    }
    return softmax;
  }

  @Test
  void aFolderThatCouldNotBeWrittenWholeIsNotThere() throws IOException {
    Path target = folder.resolve("epoch-0001");

    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    target,
                    unfinished -> {
                      Files.writeString(unfinished.resolve("variables.index"), "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderIsReplacedAsAWholeAndKeptWhenItsReplacementFails() throws IOException {
    Path target = folder.resolve("model");
    AtomicFolder.write(target, f -> Files.writeString(f.resolve("old"), "1"));
    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    target,
                    f -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(target.resolve("old")).exists();

    AtomicFolder.write(target, f -> Files.writeString(f.resolve("new"), "2"));

    assertThat(target.resolve("new")).exists();
    assertThat(target.resolve("old")).doesNotExist();
    assertThat(names()).containsExactly("model");
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Files.createDirectories(folder.resolve(".unfinished-123/variables"));
    Files.createDirectories(folder.resolve("mine"));

    AtomicFolder.removeLeftovers(folder);

    assertThat(names()).containsExactly("mine");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
