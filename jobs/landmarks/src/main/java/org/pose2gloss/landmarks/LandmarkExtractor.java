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
import org.pose2gloss.landmarks.mediapipe.FaceTracker;
import org.pose2gloss.landmarks.mediapipe.Hand;
import org.pose2gloss.landmarks.mediapipe.HandTracker;
import org.pose2gloss.landmarks.mediapipe.PoseTracker;
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
  /**
   * Name of what turns frames into landmarks, for the record: it changes when the numbers may.
   * MediaPipe's solutions Pose (complexity 1), Hands (2) and FaceMesh (1, refined), each for
   * itself.
   */
  public static final String GRAPH = "mediapipe-solutions/pose-full+hands-full+face-attention/1";

  private final ExtractorOptions options;
  private final PoseTracker pose;
  private final HandTracker hands;
  private final FaceTracker face;

  private LandmarkExtractor(
      ExtractorOptions options, PoseTracker pose, HandTracker hands, FaceTracker face) {
    this.options = options;
    this.pose = pose;
    this.hands = hands;
    this.face = face;
  }

  /**
   * Loads the models.
   *
   * @throws IllegalStateException if a model is absent or not the one that is meant, saying what to
   *     do
   */
  public static LandmarkExtractor create(ExtractorOptions options) {
    float detection = options.detectionConfidence();
    float tracking = options.trackingConfidence();
    return new LandmarkExtractor(
        options,
        new PoseTracker(detection, tracking),
        new HandTracker(detection, tracking),
        new FaceTracker(detection, tracking));
  }

  /**
   * The landmarks of every frame of a video.
   *
   * @throws InvalidVideoException if the file cannot be decoded or has more frames than the options
   *     allow
   */
  public LandmarkSequence extract(Path video) throws InvalidVideoException {
    pose.reset();
    hands.reset();
    face.reset();
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
    HandSlots slots = HandSlots.of(hands.process(frame));
    rows.get(LandmarkPart.RIGHT_HAND).add(slots.right().map(Hand::landmarks));
    rows.get(LandmarkPart.LEFT_HAND).add(slots.left().map(Hand::landmarks));
    rows.get(LandmarkPart.POSE).add(pose.process(frame));
    rows.get(LandmarkPart.FACE).add(face.process(frame));
  }

  @Override
  public void close() {
    pose.close();
    hands.close();
    face.close();
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
