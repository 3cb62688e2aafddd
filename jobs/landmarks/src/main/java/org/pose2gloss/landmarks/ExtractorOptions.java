package org.pose2gloss.landmarks;

import java.io.Serializable;
import java.util.Locale;

/**
 * How landmarks are extracted.
 *
 * @param graph which graphs run
 * @param detectionConfidence score below which a detected body, palm or face is dropped, 0..1
 * @param trackingConfidence presence above which landmarks count as found, 0..1
 * @param maxFrames frames of the longest video that is taken, 1 or more; a frame needs 7 KiB
 */
public record ExtractorOptions(
    LandmarkGraph graph, float detectionConfidence, float trackingConfidence, int maxFrames)
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
