package org.pose2gloss.pipelines.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UsageException;

class StepGraphTest {
  @Test
  void theConfiguredChainGoesFromIngestToPromote() {
    List<String> names =
        StepGraph.of(Settings.defaults()).steps().stream().map(Step::name).toList();

    assertThat(names)
        .containsExactly(
            "ingest",
            "extract",
            "statistics",
            "split",
            "augment",
            "transform",
            "train",
            "evaluate",
            "compare",
            "promote");
  }

  @Test
  void aStepComesAfterThoseThatItNeedsInWhateverOrderTheyStand() {
    StepGraph graph =
        graph("{name = promote, needs = [train]}, {name = train, needs = [split]}, {name = split}");

    assertThat(graph.steps()).extracting(Step::name).containsExactly("split", "train", "promote");
    assertThat(graph.before(graph.step("promote"), StepKind.SPLIT)).isPresent();
    assertThat(graph.before(graph.step("split"), StepKind.TRAIN)).isEmpty();
  }

  @Test
  void stepsThatNeedEachOtherAreNamedInTheirCircle() {
    assertThatThrownBy(
            () ->
                graph(
                    "{name = split}, {name = train, needs = [evaluate, split]}, {name = evaluate, needs = [train]}"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The steps train -> evaluate -> train of pipeline.steps need each other in a circle.");
  }

  @Test
  void aStepThatNeedsNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> graph("{name = train, needs = [splitt]}"))
        .isInstanceOf(UsageException.class)
        .hasMessage("The step 'train' needs 'splitt', which is no step of pipeline.steps (train).");
  }

  @Test
  void aNameThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> graph("{name = train}, {name = train}"))
        .isInstanceOf(UsageException.class)
        .hasMessage("pipeline.steps has two steps 'train'.");
  }

  @Test
  void aCommandThatIsNoneIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> graph("{name = tain}"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'tain'")
        .hasMessageContaining("transform, train, evaluate, compare, promote");
  }

  private static StepGraph graph(String steps) {
    return StepGraph.of(Settings.load(List.of(), List.of("pipeline.steps=[" + steps + "]")));
  }
}
