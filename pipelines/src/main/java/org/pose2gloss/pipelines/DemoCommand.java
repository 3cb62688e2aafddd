package org.pose2gloss.pipelines;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineResult;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: the whole chain on small real data, each step started as the command a user would
 * type.
 *
 * <p>Keeps everything in one folder. A second run goes on where the tables are: what is ingested
 * and extracted is not done again.
 */
@Command(
    name = "demo",
    description =
        "Runs the whole chain on small real data that came with setup: ingest, extract, ... promote.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss demo",
      "  pose2gloss demo --keep                      leaves MLflow up, to look at the runs",
      "  pose2gloss demo --set training.epochs=20    overrides a key for every step"
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = "demo",
      description =
          "Where tables, models and runs are kept; ${DEFAULT-VALUE} in the current folder by default.")
  private Path folder;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the MLflow server on 127.0.0.1; 0, the default, takes a free one.")
  private int port;

  @Option(names = "--keep", description = "Leaves the MLflow server up at the end.")
  private boolean keep;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of conf/demo.conf for every step; may be given again.")
  private List<String> assignments = new ArrayList<>();

  /**
   * What came out.
   *
   * @param testTop1 accuracy on sign languages that were never trained on, 0..1
   * @param testTop5 the truth among the first five, 0..1
   * @param testExamples number of test sequences
   * @param classes number of glosses: chance is 1 in so many
   * @param promoted whether the new version is served now
   * @param model registered model and version
   * @param mlflow address of the tracking server
   * @param folder where everything is
   * @param seconds from start to end
   */
  record Result(
      double testTop1,
      double testTop5,
      long testExamples,
      int classes,
      boolean promoted,
      String model,
      String mlflow,
      String folder,
      double seconds) {}

  @Override
  public Integer call() throws Exception {
    long started = System.nanoTime();
    Path home = home();
    Path conf = home.resolve("conf/demo.conf");
    Settings settings = Settings.load(List.of(conf), assignments);
    Path place = Files.createDirectories(folder.toAbsolutePath().normalize());
    try (DemoServer server = DemoServer.open(settings, home, place.resolve("mlflow"), port)) {
      System.err.println("MLflow is at " + server.uri());
      Result result;
      try (PipelineSession session = PipelineSession.open(options(conf, place, server.uri()))) {
        PipelineResult pipeline = session.run(session.settings().flag("pipeline.cache"), Map.of());
        result = result(pipeline, server.uri(), place, (System.nanoTime() - started) / 1e9);
      }
      if (keep) {
        server.leaveUp();
      }
      tell(result);
      ResultRecord.print("demo", result, System.out);
    }
    return 0;
  }

  private PipelineOptions options(Path conf, Path place, URI server) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "catalog.warehouse=" + place.resolve("warehouse"),
                "training.directory=" + place.resolve("models"),
                "tracking.uri=" + server));
    all.addAll(assignments);
    return new PipelineOptions(List.of(conf), all);
  }

  private static Path home() {
    String home = System.getenv("POSE2GLOSS_HOME");
    if (home == null || !Files.isRegularFile(Path.of(home, "conf", "demo.conf"))) {
      throw new UserException(
          "The demo needs the repository it was built from; start it as bin/pose2gloss demo.");
    }
    return Path.of(home);
  }

  private static Result result(PipelineResult pipeline, URI mlflow, Path place, double seconds) {
    if (pipeline.testAccuracy() == null) {
      throw new UserException(
          "The demo's pipeline has evaluated no model; leave 'evaluate' among pipeline.steps.");
    }
    return new Result(
        pipeline.testAccuracy(),
        pipeline.testTop5Accuracy(),
        pipeline.testExamples(),
        pipeline.classes(),
        pipeline.promoted(),
        pipeline.model(),
        mlflow.toString(),
        place.toString(),
        seconds);
  }

  private void tell(Result result) {
    System.err.printf(
        "%nTest accuracy %.1f %% top-1, %.1f %% top-5 on %d sequences of sign languages never trained on; chance is"
            + " %.1f %%.%nModel %s is registered%s. Everything is in %s.%n",
        100 * result.testTop1(),
        100 * result.testTop5(),
        result.testExamples(),
        100.0 / Math.max(1, result.classes()),
        result.model(),
        result.promoted()
            ? " and has the alias that is served"
            : ", but not better than the one that is served",
        result.folder());
  }
}
