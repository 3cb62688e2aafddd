package org.pose2gloss.features;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
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

/** Time to choose the points of a video of usual length, and to change them in each way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PreparationBenchmark {
  /** WLASL's average. */
  private static final int FRAMES = 65;

  private static final long SEED = 1;

  private final PointSelection selection = PointSelection.wlasl180();
  private final Augmenter augmenter = new Augmenter(selection);
  private int number;
  private LandmarkSequence sequence;
  private SelectedPoints points;
  private Augmentation rotation;
  private Augmentation zoom;
  private Augmentation shift;
  private Augmentation masking;
  private Augmentation mirror;
  private Augmentation faster;

  /** Makes a video, all parts present, and draws the changes. */
  @Setup
  public void make() {
    Random random = new Random(SEED);
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[FRAMES * part.floatsPerFrame()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextFloat();
      }
      parts.put(part, numbers);
    }
    sequence = LandmarkSequence.of(FRAMES, 25, 640, 480, parts);
    points = selection.pick(sequence);
    rotation = Rotation.draw(Rotation.Axis.Y, random);
    zoom = Zoom.draw(random);
    shift = Shift.draw(random);
    masking = Masking.draw(selection, random);
    mirror = new Mirror(selection);
    faster = new EverySecondFrame();
  }

  /** The 180 points out of 553. */
  @Benchmark
  public SelectedPoints pick() {
    return selection.pick(sequence);
  }

  /** A turn about one axis; the others cost the same. */
  @Benchmark
  public SelectedPoints rotation() {
    return rotation.apply(points);
  }

  /** Nearer or further. */
  @Benchmark
  public SelectedPoints zoom() {
    return zoom.apply(points);
  }

  /** Elsewhere in the picture. */
  @Benchmark
  public SelectedPoints shift() {
    return shift.apply(points);
  }

  /** Some points hidden. */
  @Benchmark
  public SelectedPoints masking() {
    return masking.apply(points);
  }

  /** Left and right swapped. */
  @Benchmark
  public SelectedPoints mirror() {
    return mirror.apply(points);
  }

  /** Every second frame. */
  @Benchmark
  public SelectedPoints everySecondFrame() {
    return faster.apply(points);
  }

  /** A copy with changes drawn anew. */
  @Benchmark
  public SelectedPoints copy() {
    return augmenter.copy(points, number++, SEED);
  }
}
