package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.SyntheticSigns;

/** A training that is stopped anywhere goes on and ends as if it had never stopped. */
class ResumeTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final ExampleSource TRAIN = signs(60, 1);
  private static final ExampleSource VALIDATION = signs(20, 2);
  private static final NetworkOptions NETWORK =
      SyntheticSigns.tinyNetwork(POINTS, CLASSES).withDropout(0.2f, 0.1f, 0.3f);

  private static final TrainingOptions OPTIONS = options().build();

  private static final TrainingPlan PLAN =
      TrainingPlan.of(TRAIN, VALIDATION, NETWORK, OPTIONS)
          .withTransform(ResumeTest::shaken, "shaken by 0.05");

  @TempDir static Path once;
  @TempDir Path folder;
  private static TrainingResult expected;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    expected = Trainer.train(PLAN, once, TrainingListener.silent());
  }

  /**
   * Everything that has a state: averages, late dropout, windows, a plateau, checkpoints within.
   */
  private static TrainingOptionsBuilder options() {
    return TrainingOptions.builder()
        .batchSize(8)
        .epochs(4)
        .learningRate(5e-3f)
        .warmUpSteps(4)
        .plateauPatience(1)
        .shuffleBatches(3)
        .headDropoutFromEpoch(2)
        .averageDecay(0.9f)
        .checkpointEverySteps(3)
        .reportSteps(1);
  }

  private static ExampleSource signs(int count, long seed) {
    return ExampleSource.of(SyntheticSigns.examples(count, CLASSES, POINTS, seed));
  }

  private static Example shaken(Example example, long seed) {
    Random random = new Random(seed);
    float[] xyz = example.xyz().clone();
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] += (float) (0.05 * random.nextGaussian());
    }
    return new Example(example.id(), example.label(), example.frames(), xyz);
  }

  /** What ends a training from outside. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static TrainingListener stoppingAfter(long steps) {
    return new TrainingListener() {
      @Override
      public void step(StepReport report) {
        if (report.totalSteps() == steps) {
          throw new Stopped();
        }
      }
    };
  }

  private static byte[] weights(Path checkpoint) throws IOException {
    return Files.readAllBytes(checkpoint.resolve("variables.data-00000-of-00001"));
  }

  private static TrainingState timeless(Path checkpoint) throws IOException {
    Map<String, String> state = RecordProperties.read(checkpoint.resolve("state.properties"));
    state.put("seconds", "0");
    state.put("best.samplesPerSecond", "0");
    state.put("best.secondsLeft", "0");
    return RecordProperties.read(TrainingState.class, state);
  }

  private Path last(Path directory) {
    return directory.resolve("checkpoints").resolve(Checkpoints.name(32));
  }

  /** Before the first checkpoint, just before one is written, and late in the last epoch. */
  @ParameterizedTest
  @ValueSource(longs = {2, 6, 31})
  void aStoppedTrainingEndsWithTheSameMetricsAndWeights(long steps) throws IOException {
    Path stopped = folder.resolve("stopped");
    assertThatThrownBy(() -> Trainer.train(PLAN, stopped, stoppingAfter(steps)))
        .isInstanceOf(Stopped.class);

    List<Long> reported = new ArrayList<>();
    TrainingResult result =
        Trainer.train(
            PLAN,
            stopped,
            new TrainingListener() {
              @Override
              public void step(StepReport report) {
                reported.add(report.totalSteps());
              }
            });

    // Checkpoints are every three steps, and at the end of the eight of an epoch; the one of the
    // step that stopped it comes after that step's report.
    long resumed = steps == 2 ? 0 : steps == 6 ? 3 : 30;
    assertThat(result.resumedAfterStep()).isEqualTo(resumed);
    assertThat(reported).first().isEqualTo(resumed + 1);
    assertThat(weights(last(stopped))).isEqualTo(weights(last(once)));
    assertThat(weights(result.checkpoint())).isEqualTo(weights(expected.checkpoint()));
    assertThat(timeless(last(stopped))).isEqualTo(timeless(last(once)));
    assertThat(Files.readAllBytes(result.savedModel().resolve("variables/variables.index")))
        .isEqualTo(Files.readAllBytes(expected.savedModel().resolve("variables/variables.index")));
  }

  @Test
  void aFinishedTrainingIsExportedAgainAndNothingMore() throws IOException {
    TrainingResult again = Trainer.train(PLAN, once, stoppingAfter(33));

    assertThat(again.best()).isEqualTo(expected.best());
    assertThat(again.epochs()).isEqualTo(4);
    assertThat(again.resumedAfterStep()).isEqualTo(32);
    assertThat(again.savedModel().resolve("saved_model.pb")).exists();
  }

  @Test
  void withoutResumeItBeginsAnew() throws IOException {
    assertThatThrownBy(() -> Trainer.train(PLAN, folder, stoppingAfter(5)))
        .isInstanceOf(Stopped.class);
    TrainingPlan anew =
        TrainingPlan.of(TRAIN, VALIDATION, NETWORK, options().resume(false).epochs(1).build());

    TrainingResult result = Trainer.train(anew, folder, TrainingListener.silent());

    assertThat(result.resumedAfterStep()).isZero();
    assertThat(result.epochs()).isEqualTo(1);
  }

  @Test
  void checkpointsAreKeptByCountAndTheBestBesides() throws IOException {
    try (Stream<Path> entries = Files.list(once.resolve("checkpoints"))) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).toList();
      assertThat(names).contains(Checkpoints.name(32), Checkpoints.name(30), "best", "latest");
      assertThat(names.stream().filter(name -> name.startsWith("step-")).count()).isBetween(2L, 4L);
    }
  }

  @Test
  void theCheckpointOfAnotherTrainingIsRefusedWithWhatDiffers() throws IOException {
    assertThatThrownBy(() -> Trainer.train(PLAN, folder, stoppingAfter(9)))
        .isInstanceOf(Stopped.class);
    byte[] before = weights(folder.resolve("checkpoints").resolve(Checkpoints.name(8)));
    NetworkOptions wider =
        new NetworkOptions(
            new NetworkInput.NoseRelative(POINTS, -1),
            new Encoder.Convolution(32, 1, 2, 5, true),
            CLASSES);

    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(TRAIN, VALIDATION, wider, OPTIONS),
                    folder,
                    TrainingListener.silent()))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("network.encoder.width (16 there, 32 here)")
        .hasMessageContaining("given.transform (shaken by 0.05 there, nothing here)");
    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(signs(61, 1), VALIDATION, NETWORK, OPTIONS)
                        .withTransform(ResumeTest::shaken, "shaken by 0.05"),
                    folder,
                    TrainingListener.silent()))
        .hasMessageContaining("data.training (60 there, 61 here)")
        .hasMessageNotContaining("network");
    assertThat(weights(folder.resolve("checkpoints").resolve(Checkpoints.name(8))))
        .isEqualTo(before);
  }

  @Test
  void aRefusedTrainingLeavesTheModelThatIsThere() {
    assertThatThrownBy(
            () ->
                Trainer.train(
                    TrainingPlan.of(signs(61, 1), VALIDATION, NETWORK, OPTIONS),
                    once,
                    TrainingListener.silent()))
        .isInstanceOf(ClassifierException.class);

    assertThat(expected.savedModel().resolve("saved_model.pb")).exists();
  }

  @Test
  void whereTheNewestCheckpointIsDamagedTheOneBeforeItServes() throws IOException {
    Path stopped = folder.resolve("stopped");
    assertThatThrownBy(() -> Trainer.train(PLAN, stopped, stoppingAfter(13)))
        .isInstanceOf(Stopped.class);
    Path newest = stopped.resolve("checkpoints").resolve(Checkpoints.name(12));
    Files.write(newest.resolve("variables.index"), new byte[] {1, 2, 3});
    List<String> notices = new ArrayList<>();

    TrainingResult result =
        Trainer.train(
            PLAN,
            stopped,
            new TrainingListener() {
              @Override
              public void notice(String sentence) {
                notices.add(sentence);
              }
            });

    assertThat(notices).anyMatch(notice -> notice.contains("000000000012 cannot be read"));
    assertThat(newest.resolveSibling("damaged-" + newest.getFileName())).exists();
    assertThat(result.resumedAfterStep()).isEqualTo(9);
    assertThat(weights(result.checkpoint())).isEqualTo(weights(expected.checkpoint()));
  }

  @Test
  void twoTrainingsInOneFolderAreRefused() throws IOException {
    try (Checkpoints held = new Checkpoints(folder.resolve("checkpoints"), 1)) {
      assertThat(held.newestFirst()).isEmpty();
      assertThatThrownBy(() -> Trainer.train(PLAN, folder, TrainingListener.silent()))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("Another process trains in " + folder);
    }
  }

  @Test
  void aDiskThatFillsLeavesTheLastCheckpointAndASentence() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    TrainingState state = TrainingState.start(OPTIONS);
    try (Checkpoints kept = new Checkpoints(checkpoints, 1)) {
      kept.write(
          state,
          f -> RecordProperties.write(f.resolve("state.properties"), RecordProperties.of(state)));
      TrainingState later =
          new TrainingState(
              1, 3, 3, 0, state.rate(), state.patience(), state.trained(), "", EpochReport.NONE);

      assertThatThrownBy(
              () ->
                  kept.write(
                      later,
                      f -> {
                        Files.writeString(f.resolve("variables.index"), "half");
                        throw new IOException("No space left on device");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("step 3 could not be written")
          .hasMessageContaining("No space left on device");
      assertThat(kept.newestFirst())
          .extracting(Checkpoint::name)
          .containsExactly(Checkpoints.name(0));
    }
    try (Stream<Path> entries = Files.list(checkpoints)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "latest", Checkpoints.name(0));
    }
  }
}
