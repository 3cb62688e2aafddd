package org.pose2gloss.pipelines;

import org.pose2gloss.command.UsageException;
import picocli.CommandLine.Command;

/** {@code pipeline}: the chain as one run. */
@Command(
    name = "pipeline",
    description = "Runs the steps of the configuration's section 'pipeline' as one.",
    subcommands = {
      PipelineRunCommand.class,
      PipelinePlanCommand.class,
      PipelineStatusCommand.class,
      PipelineResumeCommand.class,
      PipelineCancelCommand.class,
      PipelineBeginCommand.class,
      PipelineStepCommand.class,
      PipelineEndCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss pipeline plan --conf conf/wlasl100.conf --format mermaid",
      "  pose2gloss pipeline run --conf conf/wlasl100.conf --set training.epochs=50",
      "  pose2gloss pipeline status",
      "  pose2gloss pipeline resume 0123456789abcdef0123456789abcdef"
    })
final class PipelineCommand implements Runnable {
  @Override
  public void run() {
    throw new UsageException(
        "Say what is to be done: pipeline run, plan, status, resume or cancel, and for schedulers begin, step and end; see pipeline --help.");
  }
}
