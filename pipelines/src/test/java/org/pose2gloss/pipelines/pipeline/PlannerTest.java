package org.pose2gloss.pipelines.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegisteredVersion;

class PlannerTest {
  private static final List<String> CHAIN =
      List.of("ingest", "extract", "split", "augment", "transform", "train", "evaluate", "promote");

  private final World world = new World();

  @Test
  void everythingRunsTheFirstTime() {
    assertThat(actions(plan("a")))
        .containsEntry("extract", Action.RUN)
        .containsEntry("train", Action.OPEN)
        .containsEntry("promote", Action.RUN);
  }

  @Test
  void whatIsUnchangedIsTakenFromTheEarlierRun() {
    world.everythingRan(plan("a"), "a");

    Map<String, Action> actions = actions(plan("a"));

    assertThat(actions)
        .containsEntry("ingest", Action.RUN)
        .containsEntry("extract", Action.REUSE)
        .containsEntry("split", Action.REUSE)
        .containsEntry("train", Action.REUSE)
        .containsEntry("evaluate", Action.REUSE)
        .containsEntry("promote", Action.RUN);
  }

  @Test
  void anotherParameterOfTheTrainingLeavesThePreparationAsItIs() {
    world.everythingRan(plan("a"), "a");

    assertThat(actions(plan("a", "training.epochs=7")))
        .containsEntry("transform", Action.REUSE)
        .containsEntry("train", Action.RUN)
        .containsEntry("evaluate", Action.RUN);
  }

  @Test
  void whereCheckpointsLieChangesNothing() {
    world.everythingRan(plan("a"), "a");

    assertThat(actions(plan("a", "training.directory=/elsewhere", "training.threads=1")))
        .containsEntry("train", Action.REUSE);
  }

  @Test
  void newVideosAndNewLandmarksChangeAllThatFollows() {
    world.everythingRan(plan("a"), "a");
    world.snapshots.put(Tables.VIDEOS, 12L);

    assertThat(actions(plan("a")))
        .containsEntry("extract", Action.RUN)
        .containsEntry("split", Action.OPEN)
        .containsEntry("train", Action.OPEN);
  }

  @Test
  void otherCodeChangesEverything() {
    world.everythingRan(plan("a"), "a");

    assertThat(actions(plan("b")))
        .containsEntry("extract", Action.RUN)
        .doesNotContainValue(Action.REUSE);
  }

  @Test
  void aPreparationThatSomebodyHasReplacedIsMadeAgain() {
    world.everythingRan(plan("a"), "a");
    world.writers.put(Tables.AUGMENTED, "another run");

    assertThat(actions(plan("a")))
        .containsEntry("split", Action.REUSE)
        .containsEntry("augment", Action.RUN)
        .containsEntry("transform", Action.REUSE);
  }

  @Test
  void aVersionThatWasDeletedIsTrainedAgain() {
    world.everythingRan(plan("a"), "a");
    world.versions.clear();

    assertThat(actions(plan("a"))).containsEntry("train", Action.RUN);
  }

  @Test
  void aStepMayHaveParametersOfItsOwn() {
    world.everythingRan(plan("a"), "a");
    List<String> steps = new ArrayList<>();
    CHAIN.forEach(
        name ->
            steps.add(
                "{name = %s, needs = [%s]%s}"
                    .formatted(
                        name,
                        name.equals("ingest") ? "" : CHAIN.get(CHAIN.indexOf(name) - 1),
                        name.equals("train") ? ", set = [\"training.epochs=7\"]" : "")));

    assertThat(actions(plan("a", "pipeline.steps=[" + String.join(", ", steps) + "]")))
        .containsEntry("transform", Action.REUSE)
        .containsEntry("train", Action.RUN);
  }

  @Test
  void whatIsServedIsEvaluatedOnExamplesThatItWasNotAskedAbout() {
    assertThat(actions(plan("a"))).containsEntry("compare", Action.SKIP);

    world.served = Optional.of(registered(1, Map.of("examples_snapshot", "77")));

    assertThat(actions(plan("a"))).containsEntry("compare", Action.RUN);
  }

  @Test
  void aPlanIsADiagramToo() {
    Plan plan = new Plan("chain", "process", plan("a"));

    assertThat(plan.mermaid())
        .startsWith("flowchart LR\n")
        .contains("s0[\"ingest<br/>run\"]:::run")
        .contains("s0 --> s1\n");
    assertThat(plan.text()).contains("extract").contains("After ingest.");
  }

  private List<PlannedStep> plan(String code, String... assignments) {
    List<String> all =
        new ArrayList<>(List.of("ingest.sources=[{name = clips, path = \"/clips\"}]"));
    all.addAll(List.of(assignments));
    PipelineOptions options = new PipelineOptions(List.of(), all);
    return new Planner(
            StepGraph.of(options.load()), options, world, new Progressed(), code, run -> true)
        .foresee();
  }

  private static Map<String, Action> actions(List<PlannedStep> plan) {
    Map<String, Action> actions = new HashMap<>();
    plan.forEach(step -> actions.put(step.name(), step.action()));
    return actions;
  }

  private static RegisteredVersion registered(int number, Map<String, String> tags) {
    return new RegisteredVersion("pose2gloss", number, "", "", "", tags, List.of(), Instant.EPOCH);
  }

  /** Tables, runs and a registry that only tell what they are told. */
  private final class World implements Facts {
    private final Map<Tables, Long> snapshots =
        new EnumMap<>(Map.of(Tables.VIDEOS, 11L, Tables.LANDMARKS, 21L));
    private final Map<Tables, String> writers = new EnumMap<>(Tables.class);
    private final Map<String, FoundRun> runs = new HashMap<>();
    private final Map<Integer, RegisteredVersion> versions = new HashMap<>();
    private Optional<RegisteredVersion> served = Optional.empty();

    /** As after a run of the whole pipeline: with each step's key on its run. */
    void everythingRan(List<PlannedStep> first, String code) {
      versions.put(1, registered(1, Map.of()));
      // Keys of later steps are known when those before them have run.
      for (int round = 0; round < first.size(); round++) {
        for (PlannedStep step : plan(code)) {
          if (!step.key().isEmpty()) {
            ran(step);
          }
        }
      }
    }

    private void ran(PlannedStep step) {
      String id = "run of " + step.name();
      runs.put(
          step.key(),
          new FoundRun(
              id,
              step.name(),
              FoundRun.Status.FINISHED,
              Instant.EPOCH,
              Optional.empty(),
              Map.of(
                  RunTags.RESULT, "{\"model_version\": 1}", RunTags.SNAPSHOT + "landmarks", "21"),
              Map.of()));
      StepKind kind = StepKind.of(step.name()).orElseThrow();
      if (kind.output() == StepKind.Output.PREPARATION) {
        writers.put(kind.table(), id);
      }
    }

    @Override
    public Optional<Long> snapshot(Tables table, String version) {
      return Optional.ofNullable(snapshots.get(table));
    }

    @Override
    public Optional<String> lastWriter(Tables table, String preparation) {
      return Optional.ofNullable(writers.get(table));
    }

    @Override
    public List<FoundRun> finished(String key) {
      return Optional.ofNullable(runs.get(key)).stream().toList();
    }

    @Override
    public Optional<RegisteredVersion> version(String model, int version) {
      return Optional.ofNullable(versions.get(version));
    }

    @Override
    public Optional<RegisteredVersion> alias(String model, String alias) {
      return served;
    }
  }
}
