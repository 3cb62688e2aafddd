package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.landmarks.mediapipe.ModelTime;

/** An extractor and what it has done. One thread uses it at a time. */
final class SpeedWorker implements AutoCloseable {
  private final LandmarkExtractor extractor;

  SpeedWorker(LandmarkGraph graph) {
    extractor = LandmarkExtractor.create(GraphRun.options(graph));
  }

  /**
   * Extracts clips from a queue that other workers may take from too, until it is empty.
   *
   * @return what this call did
   */
  WorkDone extract(Queue<Path> clips) throws IOException {
    long before = modelNanos();
    long invocationsBefore = invocations();
    long started = System.nanoTime();
    long frames = 0;
    long rightHands = 0;
    long leftHands = 0;
    long poses = 0;
    long faces = 0;
    for (Path clip = clips.poll(); clip != null; clip = clips.poll()) {
      LandmarkSequence found = extractor.extract(clip);
      frames += found.frames();
      rightHands += present(found, LandmarkPart.RIGHT_HAND);
      leftHands += present(found, LandmarkPart.LEFT_HAND);
      poses += present(found, LandmarkPart.POSE);
      faces += present(found, LandmarkPart.FACE);
    }
    return new WorkDone(
        frames,
        rightHands + leftHands,
        poses,
        faces,
        System.nanoTime() - started,
        modelNanos() - before,
        invocations() - invocationsBefore);
  }

  private static long present(LandmarkSequence found, LandmarkPart part) {
    return Math.round(found.coverage(part) * found.frames());
  }

  private long modelNanos() {
    return extractor.times().stream().mapToLong(ModelTime::nanos).sum();
  }

  private long invocations() {
    return extractor.times().stream().mapToLong(ModelTime::invocations).sum();
  }

  @Override
  public void close() {
    extractor.close();
  }
}
