package org.pose2gloss.serving;

import java.util.List;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.command.Launcher;
import org.pose2gloss.tracking.TrackingException;
import picocli.CommandLine.Command;

/** The service as a command. */
@Command(
    name = "pose2gloss",
    description = "The service of pose2gloss.",
    subcommands = ServeCommand.class)
public final class Main {
  private Main() {}

  /** Runs the command; ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new Launcher(new Main(), List.of(TrackingException.class, ClassifierException.class))
            .run(arguments));
  }
}
