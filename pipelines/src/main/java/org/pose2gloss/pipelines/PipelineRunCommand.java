package org.pose2gloss.pipelines;

import java.util.Map;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipeline run}: every step that has to run. */
@Command(
    name = "run",
    description = {
      "Runs every step that has to run, in order; a step whose inputs, parameters and code are"
          + " unchanged is taken from the earlier run."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss pipeline run --conf conf/wlasl100.conf",
      "  pose2gloss pipeline run --conf conf/wlasl100.conf --set preparation.max-labels=50 --no-cache",
      "  pose2gloss pipeline run --dry-run",
      "  pose2gloss pipeline run --conf conf/demo.conf --local"
    })
final class PipelineRunCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;
  @Mixin private LocalOption local;

  @Option(names = "--no-cache", description = "Takes nothing from earlier runs.")
  private boolean noCache;

  @Option(names = "--dry-run", description = "Starts nothing: shows what would run, and why.")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    try (PipelineSession session = PipelineSession.open(local.on(PipelineOptions.of(options)))) {
      boolean cache = session.settings().flag("pipeline.cache") && !noCache;
      if (dryRun) {
        Plan plan = session.plan(cache);
        System.err.print(plan.text());
        ResultRecord.print("pipeline run", plan, System.out);
      } else {
        ResultRecord.print("pipeline run", session.run(cache, Map.of()), System.out);
      }
    }
    return 0;
  }
}
