package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Time that a graph takes for a decoded frame of a person signing, models included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class GraphBenchmark {
  private static final int FRAMES = 60;

  /** Every graph. */
  @Param public LandmarkGraph graph;

  /** A clip of 736 x 414 pixels. */
  @Param("wlasl-clips/videos/02873.mp4")
  public String clip;

  private List<VideoFrame> frames;
  private FrameTracker tracker;
  private int next;

  /** Decodes the clip and loads the models. */
  @Setup
  public void load() throws IOException {
    frames = RealClip.frames(clip, FRAMES);
    tracker = LandmarkExtractor.tracker(GraphRun.options(graph));
  }

  /** The next frame; after the last, the clip begins again. */
  @Benchmark
  public FrameLandmarks frame() {
    if (next == frames.size()) {
      next = 0;
      tracker.reset();
    }
    return tracker.process(frames.get(next++));
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    tracker.close();
  }
}
