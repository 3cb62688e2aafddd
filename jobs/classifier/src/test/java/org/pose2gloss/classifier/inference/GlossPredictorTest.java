package org.pose2gloss.classifier.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.SyntheticSigns;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;

/** Predictions of a trained model, alone, together, at once, and from what is no model. */
class GlossPredictorTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final List<Example> EXAMPLES = SyntheticSigns.examples(70, CLASSES, POINTS, 9);

  @TempDir static Path folder;
  private static Path model;
  private static GlossPredictor predictor;

  @BeforeAll
  static void trainAModel() throws IOException {
    model =
        Trainer.train(
                TrainingPlan.of(
                    ExampleSource.of(SyntheticSigns.examples(32, CLASSES, POINTS, 1)),
                    ExampleSource.of(List.of()),
                    SyntheticSigns.tinyNetwork(POINTS, CLASSES),
                    TrainingOptions.builder().batchSize(16).epochs(2).build()),
                folder,
                TrainingListener.silent())
            .savedModel();
    predictor = GlossPredictor.open(model);
  }

  @AfterAll
  static void letGo() {
    predictor.close();
  }

  @Test
  void anAnswerDoesNotDependOnWhatElseIsAsked() {
    float[][] together = predictor.predict(EXAMPLES);

    assertThat(together).hasDimensions(70, CLASSES);
    for (int i = 0; i < EXAMPLES.size(); i += 7) {
      float[] alone = predictor.predict(List.of(EXAMPLES.get(i)))[0];
      assertThat(alone).containsExactly(together[i], within(1e-5f));
    }
  }

  @Test
  void nothingAskedIsNothingAnswered() {
    assertThat(predictor.predict(List.of())).isEmpty();
  }

  @Test
  void severalThreadsGetTheSameAnswersAsOne() throws InterruptedException, ExecutionException {
    float[][] expected = predictor.predict(EXAMPLES);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[][]>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(threads.submit(() -> predictor.predict(EXAMPLES)));
      }
      for (Future<float[][]> answer : answers) {
        for (int i = 0; i < expected.length; i++) {
          assertThat(answer.get()[i]).containsExactly(expected[i], within(1e-6f));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void examplesOfAnotherPreparationAreRefused() {
    assertThatThrownBy(() -> predictor.predict(List.of(new Example("v", 0, 1, new float[3]))))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("1 points a frame where the network takes 4");
  }

  @Test
  void longSequencesAreTakenAndEndlessOnesRefused() {
    Example longer = new Example("long", 0, 600, new float[600 * 3 * POINTS]);
    Example endless = new Example("endless", 0, 5000, new float[5000 * 3 * POINTS]);

    assertThat(predictor.predict(List.of(longer, longer, EXAMPLES.get(0)))).hasNumberOfRows(3);
    assertThatThrownBy(() -> predictor.predict(List.of(endless)))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("endless has 5000 frames");
  }

  @Test
  void aFolderWithoutModelIsSaid() {
    assertThatThrownBy(() -> GlossPredictor.open(folder.resolve("nowhere")))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("saved_model.pb");
  }

  @Test
  void aBrokenModelIsSaid() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("saved_model.pb"), "this is no protocol buffer");

    assertThatThrownBy(() -> GlossPredictor.open(broken))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("cannot be loaded");
  }

  @Test
  void labelsThatDoNotFitTheModelAreSaid() throws IOException {
    ModelLabels.write(model, List.of("book", "drink"));
    try {
      assertThatThrownBy(() -> GlossPredictor.open(model))
          .hasMessageContaining("6 classes but names 2 glosses");
    } finally {
      Files.delete(model.resolve("assets.extra/labels.txt"));
    }
  }

  @Test
  void aGlossOfTwoLinesIsRefused() {
    assertThatThrownBy(() -> ModelLabels.write(folder, List.of("book\ndrink")))
        .hasMessageContaining("not one line");
  }
}
