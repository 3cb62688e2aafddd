package org.pose2gloss.landmarks;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import org.pose2gloss.landmarks.video.VideoDecoder;

/**
 * How landmarks are extracted.
 *
 * @param graph which graphs run
 * @param detectionConfidence score below which a detected body, palm or face is dropped, 0..1
 * @param trackingConfidence presence above which landmarks count as found, 0..1
 * @param maxFrames frames of the longest video that is taken, 1 or more; a frame needs 7 KiB
 * @param timeLimit longest that one video may take, above 0
 */
public record ExtractorOptions(
    LandmarkGraph graph,
    float detectionConfidence,
    float trackingConfidence,
    int maxFrames,
    Duration timeLimit)
    implements Serializable {

  /** Ten minutes at 30 frames a second: signs take seconds. */
  private static final int DEFAULT_MAX_FRAMES = 18_000;

  /**
   * @throws IllegalArgumentException if a number is outside its range, naming it
   */
  public ExtractorOptions {
    requireFraction("detection confidence", detectionConfidence);
    requireFraction("tracking confidence", trackingConfidence);
    if (maxFrames < 1) {
      throw new IllegalArgumentException("max frames is 1 or more, not " + maxFrames);
    }
    if (timeLimit.isZero() || timeLimit.isNegative()) {
      throw new IllegalArgumentException("the time limit is above 0, not " + timeLimit);
    }
  }

  /**
   * With the time limit that most videos do with: what the longest allowed takes at ten frames a
   * second.
   *
   * @throws IllegalArgumentException if a number is outside its range, naming it
   */
  public ExtractorOptions(
      LandmarkGraph graph, float detectionConfidence, float trackingConfidence, int maxFrames) {
    this(
        graph, detectionConfidence, trackingConfidence, maxFrames, VideoDecoder.DEFAULT_TIME_LIMIT);
  }

  /**
   * Names models, graphs and settings, for the record: it changes when the numbers of a video may.
   */
  public String signature() {
    return String.format(
        Locale.ROOT,
        "%s detection=%.3f tracking=%.3f",
        graph.version(),
        detectionConfidence,
        trackingConfidence);
  }

  private static void requireFraction(String name, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is between 0 and 1, not " + value);
    }
  }

  /**
   * The graph that finds most hands, with the confidence of 0.7 and 0.7 that WLASL was done with.
   */
  public static ExtractorOptions defaults() {
    return new ExtractorOptions(LandmarkGraph.HOLISTIC, 0.7f, 0.7f, DEFAULT_MAX_FRAMES);
  }
}
