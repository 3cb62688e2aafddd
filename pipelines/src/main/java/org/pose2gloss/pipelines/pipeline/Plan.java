package org.pose2gloss.pipelines.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a pipeline would do, as things stand.
 *
 * @param pipeline its name
 * @param start how steps start: process or spark
 * @param steps each after those that it needs
 */
public record Plan(String pipeline, String start, List<PlannedStep> steps) {
  /** Copies the list. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** As lines for people. */
  public String text() {
    int width = steps.stream().mapToInt(step -> step.name().length()).max().orElse(1);
    return steps.stream()
        .map(
            step ->
                String.format(
                    "%-" + width + "s  %-5s  %s%s%s",
                    step.name(),
                    step.action().word(),
                    step.reason(),
                    step.run().isEmpty() ? "" : " Run " + step.run() + ".",
                    step.needs().isEmpty()
                        ? ""
                        : " After " + String.join(", ", step.needs()) + "."))
        .collect(Collectors.joining("\n", "Pipeline " + pipeline + ":\n", "\n"));
  }

  /** As a diagram that GitHub and GitLab draw: https://mermaid.js.org/syntax/flowchart.html. */
  public String mermaid() {
    StringBuilder diagram = new StringBuilder("flowchart LR\n");
    for (int i = 0; i < steps.size(); i++) {
      PlannedStep step = steps.get(i);
      String action = step.action().word();
      diagram.append(
          "  s%d[\"%s<br/>%s\"]:::%s\n"
              .formatted(i, step.name().replace("\"", "#quot;"), action, action));
    }
    for (int i = 0; i < steps.size(); i++) {
      for (String need : steps.get(i).needs()) {
        diagram.append("  s%d --> s%d\n".formatted(number(need), i));
      }
    }
    return diagram
        .append("  classDef run fill:#cde7ff,stroke:#1f6fb2,color:#000\n")
        .append("  classDef reuse fill:#d9f2d9,stroke:#2e7d32,color:#000\n")
        .append("  classDef skip fill:#eeeeee,stroke:#888888,color:#555\n")
        .append("  classDef open fill:#fff4cc,stroke:#b08900,color:#000\n")
        .toString();
  }

  private int number(String name) {
    return steps.stream().map(PlannedStep::name).toList().indexOf(name);
  }
}
