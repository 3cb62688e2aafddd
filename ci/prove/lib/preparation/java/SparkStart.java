package org.pose2gloss.jobs;

import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What every step does before its work: Java, settings, catalog, a session of Spark. */
@Command(name = "spark-start", description = "Starts Spark as a step does, and ends.")
final class SparkStart extends StepCommand<SparkStart.Result> {
  record Result() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SparkStart()).execute(arguments));
  }

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    try (SparkSession spark = SparkSessions.start("spark-start", context)) {
      return new Result();
    }
  }
}
