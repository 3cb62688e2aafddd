package org.pose2gloss.pipelines;

import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipeline plan}: what would run, and why. */
@Command(
    name = "plan",
    description = "Shows what would run, and why, as tables and runs are now. Starts nothing.",
    footer = {
      "",
      "run: it is started. reuse: it is taken from an earlier run. skip: there is nothing to do.",
      "open: that is known only when steps before it have run.",
      "",
      "Examples:",
      "  pose2gloss pipeline plan --conf conf/wlasl100.conf",
      "  pose2gloss pipeline plan --format mermaid > pipeline.mmd"
    })
final class PipelinePlanCommand implements Callable<Integer> {
  /** Forms of a plan. */
  enum Format {
    /** Lines for people. */
    TEXT,
    /** One JSON object on one line. */
    JSON,
    /** A diagram. */
    MERMAID
  }

  @Mixin private SettingsOptions options;
  @Mixin private LocalOption local;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format;

  @Option(names = "--no-cache", description = "As if nothing could be taken from earlier runs.")
  private boolean noCache;

  @Override
  public Integer call() {
    try (PipelineSession session = PipelineSession.open(local.on(PipelineOptions.of(options)))) {
      Plan plan = session.plan(session.settings().flag("pipeline.cache") && !noCache);
      switch (format) {
        case TEXT -> System.out.print(plan.text());
        case JSON -> ResultRecord.print("pipeline plan", plan, System.out);
        case MERMAID -> System.out.print(plan.mermaid());
      }
    }
    return 0;
  }
}
