package org.pose2gloss.pipelines.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UsageException;

/** The steps of a pipeline in an order in which each comes after those that it needs. */
public final class StepGraph {
  private final Map<String, Step> steps = new LinkedHashMap<>();

  private StepGraph(List<Step> ordered) {
    ordered.forEach(step -> steps.put(step.name(), step));
  }

  /**
   * The steps of {@code pipeline.steps}.
   *
   * @throws UsageException if a name stands twice, a step needs one that is not there, or steps
   *     need each other
   */
  public static StepGraph of(Settings settings) {
    return of(settings.objects("pipeline.steps", "pipeline.step").stream().map(Step::of).toList());
  }

  static StepGraph of(List<Step> given) {
    if (given.isEmpty()) {
      throw new UsageException("pipeline.steps is empty; a pipeline has at least one step.");
    }
    Map<String, Step> byName = new LinkedHashMap<>();
    for (Step step : given) {
      if (byName.put(step.name(), step) != null) {
        throw new UsageException("pipeline.steps has two steps '" + step.name() + "'.");
      }
    }
    for (Step step : given) {
      for (String need : step.needs()) {
        if (!byName.containsKey(need)) {
          throw new UsageException(
              "The step '%s' needs '%s', which is no step of pipeline.steps (%s)."
                  .formatted(step.name(), need, String.join(", ", byName.keySet())));
        }
      }
    }
    return new StepGraph(ordered(byName));
  }

  /** As they were given, except that each waits for those that it needs. */
  private static List<Step> ordered(Map<String, Step> byName) {
    List<Step> ordered = new ArrayList<>();
    Set<String> done = new HashSet<>();
    while (ordered.size() < byName.size()) {
      Optional<Step> next =
          byName.values().stream()
              .filter(step -> !done.contains(step.name()) && done.containsAll(step.needs()))
              .findFirst();
      if (next.isEmpty()) {
        throw new UsageException(
            "The steps " + cycle(byName, done) + " of pipeline.steps need each other in a circle.");
      }
      ordered.add(next.get());
      done.add(next.get().name());
    }
    return ordered;
  }

  private static String cycle(Map<String, Step> byName, Set<String> done) {
    Set<String> walked = new LinkedHashSet<>();
    String name =
        byName.keySet().stream().filter(one -> !done.contains(one)).findFirst().orElseThrow();
    while (walked.add(name)) {
      name =
          byName.get(name).needs().stream()
              .filter(need -> !done.contains(need))
              .findFirst()
              .orElseThrow();
    }
    List<String> circle = new ArrayList<>(walked);
    circle = circle.subList(circle.indexOf(name), circle.size());
    return String.join(" -> ", circle) + " -> " + name;
  }

  /** Every step, each after those that it needs. */
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /**
   * A step by its name.
   *
   * @throws UsageException if there is none
   */
  public Step step(String name) {
    Step step = steps.get(name);
    if (step == null) {
      throw new UsageException(
          "The pipeline has no step '%s'; it has %s."
              .formatted(name, String.join(", ", steps.keySet())));
    }
    return step;
  }

  /** The step that describes the landmarks; as it would be by default where there is none. */
  Step statistics(Settings settings) {
    return steps.values().stream()
        .filter(step -> step.kind() == StepKind.STATISTICS)
        .findFirst()
        .orElseGet(
            () ->
                new Step(
                    StepKind.STATISTICS.word(),
                    StepKind.STATISTICS,
                    List.of(),
                    List.of(),
                    0,
                    settings.duration("pipeline.step.pause"),
                    settings.duration("pipeline.step.time-limit"),
                    true));
  }

  /** The nearest step of a kind that a step needs, directly or through others. */
  public Optional<Step> before(Step step, StepKind kind) {
    Deque<String> waiting = new ArrayDeque<>(step.needs());
    Set<String> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Step one = steps.get(waiting.removeFirst());
      if (one.kind() == kind) {
        return Optional.of(one);
      }
      if (seen.add(one.name())) {
        waiting.addAll(one.needs());
      }
    }
    return Optional.empty();
  }
}
