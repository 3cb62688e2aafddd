package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.SyntheticSigns;

/** Pre-trained weights are what a training starts with; what does not fit is new. */
class InitialModelTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final NetworkOptions NETWORK = SyntheticSigns.tinyNetwork(POINTS, CLASSES);
  private static final List<Example> EXAMPLES = SyntheticSigns.examples(48, CLASSES, POINTS, 1);
  private static final TrainingOptions OPTIONS = options().build();

  @TempDir static Path pretrained;

  private static TrainingOptionsBuilder options() {
    return TrainingOptions.builder().batchSize(16).epochs(2).learningRate(5e-3f).averageDecay(0.9f);
  }

  private static TrainingPlan plan(NetworkOptions network, TrainingOptions options) {
    ExampleSource source = ExampleSource.of(EXAMPLES);
    return TrainingPlan.of(source, source, network, options);
  }

  @BeforeAll
  static void pretrain() throws IOException {
    Trainer.train(plan(NETWORK, OPTIONS), pretrained, TrainingListener.silent());
  }

  private static List<float[]> scores(TrainingSession session) {
    return session.infer(ExampleBatch.of(EXAMPLES, POINTS)).scores();
  }

  @Test
  void theSameNetworkStartsWithAllOfTheAveragedWeights() throws IOException {
    try (TrainingSession earlier = new TrainingSession(NETWORK, OPTIONS);
        TrainingSession session =
            new TrainingSession(NETWORK, TrainingOptions.builder().seed(7).build())) {
      earlier.restore(Checkpoint.at(pretrained).folder());
      List<float[]> expected = earlier.withFinalValues(() -> scores(earlier));

      String sentence = InitialModel.takeOver(pretrained, session);

      assertThat(sentence).doesNotContain("new are");
      List<float[]> taken = scores(session);
      for (int i = 0; i < taken.size(); i++) {
        assertThat(taken.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(Arrays.equals(taken.get(0), scores(earlier).get(0)))
          .as("the averages differ from the newest weights")
          .isFalse();
    }
  }

  @Test
  void whereTheClassesDifferTheHeadIsNew(@TempDir Path folder) throws IOException {
    NetworkOptions more = SyntheticSigns.tinyNetwork(POINTS, CLASSES + 3);
    List<String> notices = new ArrayList<>();

    TrainingResult result =
        Trainer.train(
            plan(more, options().initialModel(pretrained.toString()).build()),
            folder,
            new TrainingListener() {
              @Override
              public void notice(String sentence) {
                notices.add(sentence);
              }
            });

    assertThat(notices)
        .anyMatch(
            sentence ->
                sentence.startsWith("Training starts with")
                    && sentence.contains(
                        "new are head.kernel (32x6 there, 32x9 here), head.bias (6 there, 9"
                            + " here)."));
    assertThat(result.epochs()).isEqualTo(2);
    assertThat(result.resumedAfterStep()).isZero();
  }

  @Test
  void anotherNetworkIsRefused() {
    NetworkOptions wider =
        new NetworkOptions(
            new NetworkInput.NoseRelative(POINTS, -1),
            new Encoder.Convolution(32, 1, 2, 5, true),
            CLASSES);
    try (TrainingSession session = new TrainingSession(wider, OPTIONS)) {
      assertThatThrownBy(() -> InitialModel.takeOver(pretrained, session))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("is of another network")
          .hasMessageContaining("stem.kernel (12x16 there, 12x32 here)");
    }
  }

  @Test
  void aFolderWithoutACheckpointIsSaid(@TempDir Path empty) {
    try (TrainingSession session = new TrainingSession(NETWORK, OPTIONS)) {
      assertThatThrownBy(() -> InitialModel.takeOver(empty, session))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("neither a checkpoint nor the folder of a training");
    }
  }

  @Test
  void beforeItsEpochTheHeadDropsNothing() {
    ExampleBatch batch = ExampleBatch.of(EXAMPLES, POINTS);
    NetworkOptions dropping = NETWORK.withDropout(0, 0, 0.5f);
    try (TrainingSession off = new TrainingSession(dropping, OPTIONS);
        TrainingSession on = new TrainingSession(dropping, OPTIONS);
        TrainingSession without = new TrainingSession(NETWORK, OPTIONS)) {
      List<Float> expected = without.train(batch, 1e-3f, true).losses();

      assertThat(off.train(batch, 1e-3f, false).losses()).isEqualTo(expected);
      assertThat(on.train(batch, 1e-3f, true).losses()).isNotEqualTo(expected);
    }
  }
}
