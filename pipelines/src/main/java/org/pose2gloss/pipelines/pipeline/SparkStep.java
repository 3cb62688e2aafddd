package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.SparkAppHandle;
import org.apache.spark.launcher.SparkLauncher;
import org.pose2gloss.command.ParentWatch;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;

/**
 * A step as a Spark application of its own, by Spark's launcher. It holds what its own properties
 * ask for while it runs, and the pipeline itself holds nothing of the cluster.
 *
 * <p>Its result is on its tracking run: the driver may be anywhere.
 */
final class SparkStep implements RunningStep {
  private static final long SECONDS_TO_END = 30;

  private final SparkAppHandle handle;
  private final CountDownLatch end;

  private SparkStep(SparkAppHandle handle, CountDownLatch end) {
    this.handle = handle;
    this.end = end;
  }

  /** Starts steps as the configuration says under {@code pipeline.spark} and {@code spark}. */
  static StepStarter by(PipelineOptions options) {
    return (step, words) -> start(options.with(step.assignments()), step, words);
  }

  private static SparkStep start(PipelineOptions options, Step step, List<String> words)
      throws IOException {
    Settings settings = options.load();
    Submission submission = Submission.of(options, step, List.of());
    SparkLauncher launcher =
        new SparkLauncher(Map.of(ParentWatch.VARIABLE, parent(settings)))
            .setSparkHome(home(settings))
            .setAppResource(submission.application())
            .setMainClass(submission.mainClass())
            .setAppName(submission.name())
            .setMaster(settings.text("spark.master"))
            .setDeployMode(submission.deployMode())
            // Its own log is the step's; the launcher would put every line into ours.
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.to(Path.of("/dev/null").toFile()))
            .addAppArgs(step.kind().command());
    submission.conf().forEach(launcher::setConf);
    // Spark's own cluster brings files to executors alone: there they must lie at the same path.
    boolean elsewhere =
        submission.deployMode().equals("cluster") && !Submission.driverOnWorker(settings);
    if (elsewhere) {
      options.files().forEach(file -> launcher.addFile(file.toString()));
    }
    for (String word : words) {
      // What was sent along lies in the driver's folder.
      boolean file =
          elsewhere && options.files().stream().anyMatch(one -> word.equals(one.toString()));
      launcher.addAppArgs(file ? Path.of(word).getFileName().toString() : word);
    }
    CountDownLatch end = new CountDownLatch(1);
    return new SparkStep(launcher.startApplication(new Ends(end)), end);
  }

  private static String parent(Settings settings) {
    // On another machine this process's number would mean another process.
    return settings.text("pipeline.spark.deploy-mode").equals("cluster")
        ? ""
        : Long.toString(ProcessHandle.current().pid());
  }

  private static String home(Settings settings) {
    String home = settings.requiredText("pipeline.spark.home");
    if (!Files.isExecutable(Path.of(home, "bin", "spark-submit"))) {
      throw new UserException(
          "pipeline.spark.home is %s, where there is no bin/spark-submit.".formatted(home));
    }
    return home;
  }

  /** Opens a latch when the application is over. */
  private record Ends(CountDownLatch end) implements SparkAppHandle.Listener {
    @Override
    public void stateChanged(SparkAppHandle handle) {
      if (handle.getState().isFinal()) {
        end.countDown();
      }
    }

    @Override
    public void infoChanged(SparkAppHandle handle) {}
  }

  @Override
  public boolean ended(Duration longest) throws InterruptedException {
    return handle.getState().isFinal() || end.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A driver that never asked for Spark ends well as LOST: what it left tells. */
  @Override
  public Optional<String> failure() {
    return switch (handle.getState()) {
      case FAILED, KILLED -> {
        String why = handle.getError().map(error -> " (" + error.getMessage() + ")").orElse("");
        yield Optional.of(
            "its Spark application%s ended as %s%s; its log says why."
                .formatted(
                    handle.getAppId() == null ? "" : " " + handle.getAppId(),
                    handle.getState(),
                    why));
      }
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<JsonNode> result() {
    return Optional.empty();
  }

  /** Asks the application to stop, and kills what does not. */
  @Override
  public void close() {
    if (handle.getState().isFinal()) {
      return;
    }
    try {
      handle.stop();
      if (!end.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
        handle.kill();
      }
    } catch (IllegalStateException e) {
      // It has not connected, so that it cannot be asked.
      handle.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      handle.kill();
    }
  }
}
