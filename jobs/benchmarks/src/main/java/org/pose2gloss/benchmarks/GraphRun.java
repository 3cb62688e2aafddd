package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.video.VideoFrame;

/** A graph at work on one video after the other, and the landmarks of the present one. */
final class GraphRun implements AutoCloseable {
  private final LandmarkGraph graph;
  private final FrameTracker tracker;
  private LandmarkRows rows = new LandmarkRows();

  private GraphRun(LandmarkGraph graph, FrameTracker tracker) {
    this.graph = graph;
    this.tracker = tracker;
  }

  /** Loads the models, with the default confidences. */
  static GraphRun of(LandmarkGraph graph) {
    return new GraphRun(graph, LandmarkExtractor.tracker(options(graph)));
  }

  /** The default options, but with this graph. */
  static ExtractorOptions options(LandmarkGraph graph) {
    ExtractorOptions usual = ExtractorOptions.defaults();
    return new ExtractorOptions(
        graph, usual.detectionConfidence(), usual.trackingConfidence(), usual.maxFrames());
  }

  LandmarkGraph graph() {
    return graph;
  }

  /** Another video begins. */
  void begin() {
    tracker.reset();
    rows = new LandmarkRows();
  }

  void add(VideoFrame frame) {
    rows.add(tracker.process(frame));
  }

  void write(Path file) throws IOException {
    rows.write(file);
  }

  @Override
  public void close() {
    tracker.close();
  }
}
