package org.pose2gloss.landmarks.mediapipe;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pose2gloss.benchmarks.RealClip;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Time to cut a model's input out of a frame of 736 x 414 pixels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImageCropBenchmark {
  private static final int HAND_SIDE = 224;
  private static final int PALM_SIDE = 192;

  private final ImageCrop hand = new ImageCrop(HAND_SIDE, 0, 1, ImageCrop.Border.REPLICATE);
  private final ImageCrop palm = new ImageCrop(PALM_SIDE, 0, 1, ImageCrop.Border.ZERO);
  private VideoFrame frame;
  private RegionOfInterest inside;
  private RegionOfInterest beyond;
  private RegionOfInterest whole;

  /** Decodes a frame. */
  @Setup
  public void load() throws IOException {
    frame = RealClip.frames("wlasl-clips/videos/02873.mp4", 1).get(0);
    float aspect = frame.width() / (float) frame.height();
    inside = new RegionOfInterest(0.5f, 0.5f, 0.3f, 0.3f * aspect, 0.6f);
    beyond = new RegionOfInterest(0.9f, 0.9f, 0.3f, 0.3f * aspect, 0.6f);
    whole = new RegionOfInterest(0.5f, 0.5f, 1, aspect, 0);
  }

  /** A hand inside the picture, its region turned. */
  @Benchmark
  public float[] handInside() {
    return hand.cut(frame, inside);
  }

  /** A hand whose region reaches beyond the picture. */
  @Benchmark
  public float[] handAtTheEdge() {
    return hand.cut(frame, beyond);
  }

  /** The whole picture, for the palm detector. */
  @Benchmark
  public float[] wholePicture() {
    return palm.cut(frame, whole);
  }
}
