package org.pose2gloss.jobs;

import java.util.List;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.command.Launcher;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tracking.TrackingException;
import picocli.CommandLine.Command;

/**
 * The Spark jobs as commands: {@code spark-submit --class org.pose2gloss.jobs.Main
 * pose2gloss-jobs.jar COMMAND}.
 */
@Command(
    name = "pose2gloss",
    description = "The Spark jobs of pose2gloss.",
    subcommands = {
      ExtractCommand.class,
      SplitCommand.class,
      AugmentCommand.class,
      TransformCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PromoteCommand.class,
      TablesCommand.class,
      TrackingCommand.class,
      ExportCommand.class
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
        List.of(TableException.class, TrackingException.class, ClassifierException.class));
  }
}
