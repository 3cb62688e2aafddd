package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.tracking.MlflowServer;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/** What a step hears from its pipeline's run on a real MLflow server. */
class PipelineWatchTest {
  @TempDir private Path folder;

  @Test
  void aStepEndsWhenItsPipelineIsCancelledOrAnothersAndGoesOnWhileTheServerIsAway() {
    Tracking tracking;
    PipelineWatch watch;
    try (MlflowServer server =
        MlflowServer.start(
            Path.of(System.getProperty("pose2gloss.root"), ".venv", "bin", "mlflow"), folder, 0)) {
      tracking = Tracking.connect(server.uri());
      String pipeline = pipeline(tracking);
      watch = new PipelineWatch(tracking, pipeline);
      assertThat(watch.end()).isEmpty();

      tracking.tag(pipeline, PipelineWatch.CANCEL, "enough");
      assertThat(watch.end()).contains("The pipeline was cancelled: enough.");

      tracking.tag(pipeline, PipelineWatch.CANCEL, "");
      assertThat(watch.end()).isEmpty();

      tracking.tag(pipeline, PipelineWatch.OWNER, "another");
      assertThat(watch.end()).contains("Another process leads the pipeline now.");

      watch = new PipelineWatch(tracking, pipeline);
      assertThat(watch.end()).isEmpty();
    }
    try (tracking) {
      assertThat(watch.end()).isEmpty();
    }
  }

  private static String pipeline(Tracking tracking) {
    try (TrackedRun run =
        tracking.startRun(
            "watched", "pipeline", Optional.empty(), Map.of(PipelineWatch.OWNER, "first"))) {
      run.leave();
      return run.id();
    }
  }
}
