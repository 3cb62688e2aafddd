package org.pose2gloss.pipelines;

import java.util.List;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.command.Launcher;
import org.pose2gloss.pipelines.ingest.source.IngestException;
import org.pose2gloss.pipelines.statistics.StatisticsException;
import org.pose2gloss.serving.model.ModelException;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tracking.TrackingException;
import picocli.CommandLine.Command;

/** The Beam pipelines and what chains the steps, as commands. */
@Command(
    name = "pose2gloss",
    description = "The pipelines of pose2gloss.",
    subcommands = {
      IngestCommand.class,
      StatisticsCommand.class,
      ScoreCommand.class,
      PipelineCommand.class,
      TriggerCommand.class,
      DemoCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command; ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(launcher().run(arguments));
  }

  static Launcher launcher() {
    return new Launcher(
        new Main(),
        List.of(
            TableException.class,
            TrackingException.class,
            IngestException.class,
            StatisticsException.class,
            ModelException.class,
            ClassifierException.class));
  }
}
