package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.util.Optional;
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
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Time to decode a frame to RGB; where a clip ends, opening it anew counts too. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodingBenchmark {
  /** H.264 of 736 x 414 and of 1920 x 1080 pixels. */
  @Param({"wlasl-clips/videos/02873.mp4", "wlasl-clips/videos/01065.mp4"})
  public String clip;

  private VideoDecoder decoder;

  /** Opens the clip. */
  @Setup
  public void open() throws IOException {
    decoder = VideoDecoder.open(RealClip.find(clip));
  }

  /** The next frame. */
  @Benchmark
  public VideoFrame frame() throws IOException {
    Optional<VideoFrame> next = decoder.next();
    if (next.isEmpty()) {
      decoder.close();
      open();
      next = decoder.next();
    }
    return next.orElseThrow();
  }

  /** Closes it. */
  @TearDown
  public void close() {
    decoder.close();
  }
}
