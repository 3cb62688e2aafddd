package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.SyntheticSigns;
import org.pose2gloss.classifier.inference.GlossPredictor;

/** Trains small networks on made-up signs, from examples to a SavedModel read back by DJL. */
class TrainerTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final ExampleSource NONE = ExampleSource.of(List.of());
  private static final NetworkOptions TINY = SyntheticSigns.tinyNetwork(POINTS, CLASSES);
  private static final TrainingOptions QUICK = quick().build();

  @TempDir Path directory;

  private static TrainingOptionsBuilder quick() {
    return TrainingOptions.builder()
        .batchSize(16)
        .epochs(8)
        .learningRate(5e-3f)
        .warmUpSteps(4)
        .reportSteps(1);
  }

  private static ExampleSource signs(int count, long seed) {
    return ExampleSource.of(SyntheticSigns.examples(count, CLASSES, POINTS, seed));
  }

  /** Remembers what it hears. */
  private static final class Recorder implements TrainingListener {
    final List<StepReport> steps = new ArrayList<>();
    final List<EpochReport> epochs = new ArrayList<>();
    final List<String> notices = new ArrayList<>();

    @Override
    public void step(StepReport report) {
      steps.add(report);
    }

    @Override
    public void epoch(EpochReport report) {
      epochs.add(report);
    }

    @Override
    public void notice(String sentence) {
      notices.add(sentence);
    }
  }

  @Test
  void separableSignsAreLearntAndTheModelKnowsThemAgain() throws IOException {
    Recorder recorder = new Recorder();
    List<String> glosses = List.of("book", "drink", "computer", "before", "chair", "go");

    TrainingResult result =
        Trainer.train(
            TrainingPlan.of(signs(96, 1), signs(30, 2), TINY, QUICK).withGlosses(glosses),
            directory,
            recorder);

    assertThat(result.best().validationTop1()).isGreaterThanOrEqualTo(0.95);
    assertThat(result.epochs()).isEqualTo(8);
    assertThat(recorder.epochs).hasSize(8);
    assertThat(recorder.steps).hasSize(8 * 6);
    assertThat(recorder.steps.get(47).secondsLeft()).isGreaterThanOrEqualTo(0);
    assertThat(recorder.epochs.get(7).secondsLeft()).isZero();
    try (GlossPredictor predictor = GlossPredictor.open(result.savedModel())) {
      assertThat(predictor.classes()).isEqualTo(CLASSES);
      assertThat(predictor.points()).isEqualTo(POINTS);
      assertThat(predictor.glosses()).isEqualTo(glosses);
      List<Example> unseen = SyntheticSigns.examples(40, CLASSES, POINTS, 3);
      float[][] probabilities = predictor.predict(unseen);
      long right =
          IntStream.range(0, unseen.size())
              .filter(i -> argMax(probabilities[i]) == unseen.get(i).label())
              .count();
      assertThat(right).isGreaterThanOrEqualTo(38);
      for (float[] row : probabilities) {
        assertThat(IntStream.range(0, row.length).mapToDouble(i -> row[i]).sum())
            .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
      }
    }
  }

  private static int argMax(float[] row) {
    return IntStream.range(0, row.length).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherSeedAnother() throws IOException {
    NetworkOptions dropping = TINY.withDropout(0.2f, 0.2f, 0.2f);
    Recorder first = new Recorder();
    Recorder again = new Recorder();
    Recorder other = new Recorder();
    TrainingOptions options = quick().epochs(2).build();

    Trainer.train(
        TrainingPlan.of(signs(60, 1), signs(20, 2), dropping, options),
        directory.resolve("a"),
        first);
    Trainer.train(
        TrainingPlan.of(signs(60, 1), signs(20, 2), dropping, options),
        directory.resolve("b"),
        again);
    Trainer.train(
        TrainingPlan.of(signs(60, 1), signs(20, 2), dropping, quick().epochs(2).seed(43).build()),
        directory.resolve("c"),
        other);

    List<Double> losses = first.steps.stream().map(StepReport::loss).toList();
    assertThat(again.steps.stream().map(StepReport::loss).toList()).isEqualTo(losses);
    assertThat(again.epochs.get(1).validationLoss())
        .isEqualTo(first.epochs.get(1).validationLoss());
    assertThat(other.steps.get(0).loss()).isNotEqualTo(losses.get(0));
  }

  @Test
  void aLossThatIsNoNumberStopsWithTheExamplesNamed() {
    List<Example> examples = new ArrayList<>(SyntheticSigns.examples(4, CLASSES, POINTS, 1));
    float[] huge = new float[2 * 3 * POINTS];
    Arrays.fill(huge, 3e38f);
    examples.add(new Example("broken-video", 0, 2, huge));

    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(ExampleSource.of(examples), NONE, TINY, QUICK),
                    directory,
                    TrainingListener.silent()))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("epoch 1, batch 1")
        .hasMessageContaining("broken-video");
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @Test
  void anInterruptedTrainingLeavesTheLastWholeCheckpointAndNothingElse() throws IOException {
    TrainingListener pulledPlug =
        new TrainingListener() {
          @Override
          public void step(StepReport report) {
            if (report.epoch() == 3) {
              throw new IllegalStateException("plug pulled");
            }
          }
        };

    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(signs(48, 1), NONE, TINY, QUICK), directory, pulledPlug))
        .hasMessage("plug pulled");

    Path checkpoints = directory.resolve("checkpoints");
    String best = Files.readString(checkpoints.resolve("best")).strip();
    assertThat(names(checkpoints))
        .containsExactlyInAnyOrder(
            "best", "latest", "lock", Checkpoints.name(3), Checkpoints.name(6));
    assertThat(names(checkpoints.resolve(best)))
        .containsExactlyInAnyOrder(
            "variables.index",
            "variables.data-00000-of-00001",
            "variables.properties",
            "state.properties",
            "fingerprint.properties");
    assertThat(names(directory)).containsExactly("checkpoints");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Test
  void withoutValidationTheLowestTrainingLossIsKept() throws IOException {
    Recorder recorder = new Recorder();

    TrainingResult result =
        Trainer.train(
            TrainingPlan.of(signs(48, 1), NONE, TINY, quick().epochs(3).build()),
            directory,
            recorder);

    assertThat(recorder.notices).anyMatch(notice -> notice.contains("no validation example"));
    assertThat(result.best().validationTop1()).isNaN();
    double lowest =
        recorder.epochs.stream().mapToDouble(EpochReport::trainLoss).min().orElseThrow();
    assertThat(result.best().trainLoss()).isEqualTo(lowest);
  }

  @Test
  void trainingStopsEarlyWhenNothingGetsBetter() throws IOException {
    // The validation labels are wrong on purpose, so that validation cannot keep improving.
    List<Example> wrong =
        SyntheticSigns.examples(12, CLASSES, POINTS, 2).stream()
            .map(e -> new Example(e.id(), (e.label() + 1) % CLASSES, e.frames(), e.xyz()))
            .toList();

    TrainingResult result =
        Trainer.train(
            TrainingPlan.of(
                signs(96, 1),
                ExampleSource.of(wrong),
                TINY,
                quick().epochs(40).earlyStoppingPatience(3).build()),
            directory,
            TrainingListener.silent());

    assertThat(result.stoppedEarly()).isTrue();
    assertThat(result.epochs()).isEqualTo(result.bestEpoch() + 3);
  }

  @Test
  void labelsOutsideTheClassesAreNamed() {
    Example alien = new Example("07069", CLASSES, 1, new float[3 * POINTS]);

    assertThatThrownBy(() -> trainOn(alien))
        .hasMessageContaining("07069")
        .hasMessageContaining("label 6")
        .hasMessageContaining("6 classes");
  }

  @Test
  void infiniteNumbersAreNamed() {
    float[] xyz = new float[2 * 3 * POINTS];
    xyz[3 * POINTS + 3] = Float.NEGATIVE_INFINITY;

    assertThatThrownBy(() -> trainOn(new Example("07070", 0, 2, xyz)))
        .hasMessageContaining("07070")
        .hasMessageContaining("-Infinity in frame 1, point 1");
  }

  @Test
  void examplesOfAnotherPreparationAreNamed() {
    assertThatThrownBy(() -> trainOn(new Example("07071", 0, 2, new float[2 * 15])))
        .hasMessageContaining("07071")
        .hasMessageContaining("5 points a frame");
  }

  @Test
  void noExamplesAtAllIsSaid() {
    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(NONE, NONE, TINY, QUICK), directory, TrainingListener.silent()))
        .hasMessageContaining("no training example");
  }

  @Test
  void classesWithoutExamplesAreNoticed() throws IOException {
    Recorder recorder = new Recorder();
    Example only = SyntheticSigns.examples(1, CLASSES, POINTS, 1).get(0);

    Trainer.train(
        TrainingPlan.of(
            ExampleSource.of(List.of(only, only, only)),
            NONE,
            TINY,
            quick().batchSize(4).epochs(1).build()),
        directory,
        recorder);

    assertThat(recorder.notices).anyMatch(notice -> notice.startsWith("5 of 6 classes"));
  }

  @Test
  void anInterruptStopsBetweenTwoSteps() {
    TrainingListener interrupting =
        new TrainingListener() {
          @Override
          public void step(StepReport report) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      assertThatThrownBy(
              () ->
                  Trainer.train(
                      TrainingPlan.of(signs(48, 1), NONE, TINY, QUICK), directory, interrupting))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("interrupted in epoch 1, before batch 2");
    } finally {
      assertThat(Thread.interrupted()).as("the thread still knows").isTrue();
    }
  }

  @Test
  void aFailedTrainingLeavesNoModelOfAnEarlierOne() throws IOException {
    Files.createDirectories(directory.resolve("model/variables"));

    assertThatThrownBy(() -> trainOn(new Example("07071", 0, 2, new float[2 * 15])))
        .isInstanceOf(ClassifierException.class);

    assertThat(directory.resolve("model")).doesNotExist();
  }

  private void trainOn(Example example) throws IOException {
    Trainer.train(
        TrainingPlan.of(ExampleSource.of(List.of(example)), NONE, TINY, QUICK),
        directory,
        TrainingListener.silent());
  }
}
