package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pose2gloss.command.Progress;
import org.pose2gloss.tracking.FoundRun;

/**
 * One run of a pipeline as its tags tell of it.
 *
 * @param run its id
 * @param pipeline its name
 * @param status of the run; RUNNING also if its process died without a word
 * @param started ISO 8601
 * @param seconds it took, null while it runs
 * @param lastSign its leader's last sign of life, ISO 8601, by the leader's clock
 * @param testAccuracy of the model, null if not known
 * @param failure why it failed, empty if it did not
 * @param steps what became of each step that was begun
 */
public record PipelineStatus(
    String run,
    String pipeline,
    String status,
    String started,
    Double seconds,
    String lastSign,
    Double testAccuracy,
    String failure,
    List<StepStatus> steps) {

  /** Copies the list. */
  public PipelineStatus {
    steps = List.copyOf(steps);
  }

  /**
   * What became of one step.
   *
   * @param name of the step
   * @param state running, done or failed
   * @param action run, reuse or skip
   * @param seconds it took
   */
  public record StepStatus(String name, String state, String action, double seconds) {}

  /** What a run tells. */
  public static PipelineStatus of(FoundRun run) {
    String beat = run.tag(RunTags.HEARTBEAT);
    return new PipelineStatus(
        run.id(),
        run.tag(RunTags.NAME),
        run.status().name(),
        run.started().toString(),
        run.ended()
            .map(ended -> Duration.between(run.started(), ended).toMillis() / 1e3)
            .orElse(null),
        beat.substring(beat.indexOf(' ') + 1),
        run.metrics().get("test_accuracy"),
        run.status() == FoundRun.Status.FAILED ? run.tag("failure") : run.tag(RunTags.CANCEL),
        run.tags().entrySet().stream()
            .filter(tag -> tag.getKey().startsWith(RunTags.STATE))
            .sorted(
                Comparator.comparing(tag -> RunTags.parsed(tag.getValue()).path("number").asInt()))
            .map(PipelineStatus::step)
            .toList());
  }

  private static StepStatus step(Map.Entry<String, String> tag) {
    JsonNode told = RunTags.parsed(tag.getValue());
    return new StepStatus(
        tag.getKey().substring(RunTags.STATE.length()),
        told.path("state").asText(),
        told.path("action").asText(),
        told.path("seconds").asDouble());
  }

  /** As lines for people. */
  public String text() {
    String took =
        seconds == null
            ? "last sign of life " + lastSign
            : "took " + Progress.spoken(Duration.ofMillis((long) (1000 * seconds)));
    return "%s  %s  %s  began %s, %s%s%s%n  %s%n"
        .formatted(
            run,
            pipeline,
            status,
            started,
            took,
            testAccuracy == null ? "" : String.format(", test accuracy %.3f", testAccuracy),
            failure.isEmpty() ? "" : "\n  " + failure,
            steps.stream()
                .map(
                    step ->
                        step.state().equals("done")
                            ? step.name() + " " + step.action()
                            : step.name() + " " + step.state())
                .collect(Collectors.joining(", ")));
  }
}
