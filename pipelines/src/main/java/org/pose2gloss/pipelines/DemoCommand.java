package org.pose2gloss.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
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
  private static final List<String> STEPS =
      List.of("ingest", "extract", "split", "augment", "transform", "train", "evaluate", "promote");

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
    try (DemoServer server = DemoServer.open(settings, home, place.resolve("mlflow"), port);
        Tracking tracking = Tracking.connect(server.uri());
        TrackedRun run =
            tracking.startRun(
                settings.text("tracking.experiment"),
                "demo",
                Optional.empty(),
                Map.of("pose2gloss.step", "demo"))) {
      System.err.println("MLflow is at " + server.uri());
      List<String> options =
          new ArrayList<>(
              List.of(
                  "--conf", conf.toString(),
                  "--set", "catalog.warehouse=" + place.resolve("warehouse"),
                  "--set", "training.directory=" + place.resolve("models"),
                  "--set", "tracking.uri=" + server.uri(),
                  "--set", "tracking.parent-run=" + run.id()));
      assignments.forEach(assignment -> options.addAll(List.of("--set", assignment)));
      Result result =
          chain(
              new StepProcess(home.resolve("bin/pose2gloss"), options),
              server.uri(),
              place,
              started);
      run.metrics(
          Map.of("test_accuracy", result.testTop1(), "test_top5_accuracy", result.testTop5()), 0);
      run.finished();
      if (keep) {
        server.leaveUp();
      }
      tell(result);
      ResultRecord.print("demo", result, System.out);
    }
    return 0;
  }

  private static Path home() {
    String home = System.getenv("POSE2GLOSS_HOME");
    if (home == null || !Files.isRegularFile(Path.of(home, "conf", "demo.conf"))) {
      throw new UserException(
          "The demo needs the repository it was built from; start it as bin/pose2gloss demo.");
    }
    return Path.of(home);
  }

  private Result chain(StepProcess steps, URI mlflow, Path place, long started)
      throws IOException, InterruptedException {
    JsonNode transformed = null;
    JsonNode evaluated = null;
    JsonNode promoted = null;
    for (String step : STEPS) {
      long begun = System.nanoTime();
      System.err.printf("%n[%d/%d] %s%n", STEPS.indexOf(step) + 1, STEPS.size(), steps.line(step));
      JsonNode result = steps.run(step);
      System.err.printf(
          "      %s in %s: %s%n",
          step, Progress.spoken(Duration.ofNanos(System.nanoTime() - begun)), result);
      switch (step) {
        case "transform" -> transformed = result;
        case "evaluate" -> evaluated = result;
        case "promote" -> promoted = result;
        default -> {}
      }
    }
    return new Result(
        evaluated.path("test_accuracy").asDouble(),
        evaluated.path("test_top5_accuracy").asDouble(),
        evaluated.path("test_examples").asLong(),
        transformed.path("classes").asInt(),
        promoted.path("promoted").asBoolean(),
        evaluated.path("model").asText() + "/" + evaluated.path("version").asInt(),
        mlflow.toString(),
        place.toString(),
        (System.nanoTime() - started) / 1e9);
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
