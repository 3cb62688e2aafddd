package org.pose2gloss.landmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.mediapipe.ModelTime;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Turns videos into landmark sequences.
 *
 * <p>One extractor uses one thread and about 150 MB of native memory; work in parallel takes one
 * each. Nothing of a video is remembered for the next: the same file gives the same numbers in any
 * order. Not thread safe.
 */
public final class LandmarkExtractor implements AutoCloseable {
  private final ExtractorOptions options;
  private final FrameTracker tracker;

  private LandmarkExtractor(ExtractorOptions options, FrameTracker tracker) {
    this.options = options;
    this.tracker = tracker;
  }

  /**
   * Loads the models.
   *
   * @throws IllegalStateException if a model is absent or not the one that is meant, saying what to
   *     do
   */
  public static LandmarkExtractor create(ExtractorOptions options) {
    return new LandmarkExtractor(options, tracker(options));
  }

  /**
   * What finds the landmarks, alone: for frames that the caller has decoded.
   *
   * @throws IllegalStateException if a model is absent or not the one that is meant, saying what to
   *     do
   */
  public static FrameTracker tracker(ExtractorOptions options) {
    return options.graph().open(options.detectionConfidence(), options.trackingConfidence());
  }

  /**
   * The landmarks of every frame of a video.
   *
   * @throws InvalidVideoException if the file cannot be decoded or has more frames than the options
   *     allow
   */
  public LandmarkSequence extract(Path video) throws InvalidVideoException {
    tracker.reset();
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      Map<LandmarkPart, FrameRows> rows = new EnumMap<>(LandmarkPart.class);
      for (LandmarkPart part : LandmarkPart.values()) {
        rows.put(part, new FrameRows(part.floatsPerFrame()));
      }
      int frames = 0;
      int width = 0;
      int height = 0;
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        if (++frames > options.maxFrames()) {
          throw new InvalidVideoException(
              String.format(
                  "The video %s has more than the %d frames that are allowed.",
                  video, options.maxFrames()));
        }
        width = frame.get().width();
        height = frame.get().height();
        add(frame.get(), rows);
      }
      Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
      rows.forEach((part, values) -> parts.put(part, values.toArray()));
      return LandmarkSequence.of(frames, (float) decoder.framesPerSecond(), width, height, parts);
    }
  }

  private void add(VideoFrame frame, Map<LandmarkPart, FrameRows> rows) {
    FrameLandmarks landmarks = tracker.process(frame);
    rows.get(LandmarkPart.RIGHT_HAND).add(landmarks.rightHand());
    rows.get(LandmarkPart.LEFT_HAND).add(landmarks.leftHand());
    rows.get(LandmarkPart.POSE).add(landmarks.pose());
    rows.get(LandmarkPart.FACE).add(landmarks.face());
  }

  /** What each model has cost since it was loaded. */
  public List<ModelTime> times() {
    return tracker.times();
  }

  @Override
  public void close() {
    tracker.close();
  }

  /** Rows of equal length, one a frame; an absent one is NaN. */
  private static final class FrameRows {
    private final int length;
    private final List<float[]> rows = new ArrayList<>();

    FrameRows(int length) {
      this.length = length;
    }

    void add(Optional<float[]> row) {
      rows.add(row.orElse(null));
    }

    float[] toArray() {
      float[] values = new float[Math.multiplyExact(rows.size(), length)];
      for (int i = 0; i < rows.size(); i++) {
        float[] row = rows.get(i);
        if (row == null) {
          Arrays.fill(values, i * length, (i + 1) * length, Float.NaN);
        } else {
          System.arraycopy(row, 0, values, i * length, length);
        }
      }
      return values;
    }
  }
}
