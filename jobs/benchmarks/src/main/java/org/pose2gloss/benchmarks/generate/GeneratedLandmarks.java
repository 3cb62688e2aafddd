package org.pose2gloss.benchmarks.generate;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;

/**
 * Landmarks for any video: hands of its real clip or of one of the same gloss, body and face of
 * some real signer, all varied. The same for the same seed and id. Safe for use by several threads.
 */
final class GeneratedLandmarks {
  /** What clips without hands of their own are listed at. */
  static final float FRAMES_PER_SECOND = 25;

  static final int IMAGE_WIDTH = 640;
  static final int IMAGE_HEIGHT = 480;

  private final RealHands hands;
  private final RealBodies bodies;
  private final long seed;

  GeneratedLandmarks(RealHands hands, RealBodies bodies, long seed) {
    this.hands = hands;
    this.bodies = bodies;
    this.seed = seed;
  }

  /** Frames of a video: those of its real clip, else those of the official list. */
  int frames(Clip clip) {
    return hands.has(clip) ? hands.frames(hands.clipFor(clip, 0)) : clip.officialFrames();
  }

  LandmarkSequence of(Clip clip) {
    SplittableRandom random = new SplittableRandom(clip.seed(seed));
    int frames = frames(clip);
    float[][] sides = hands.hands(hands.clipFor(clip, random.nextLong()));
    RealBodies.Body body = bodies.body(random.nextLong());
    Variation variation = new Variation(random);
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    put(parts, variation, LandmarkPart.RIGHT_HAND, sides[0], frames);
    put(parts, variation, LandmarkPart.LEFT_HAND, sides[1], frames);
    put(parts, variation, LandmarkPart.POSE, body.pose(), frames);
    put(parts, variation, LandmarkPart.FACE, body.face(), frames);
    return LandmarkSequence.of(frames, FRAMES_PER_SECOND, IMAGE_WIDTH, IMAGE_HEIGHT, parts);
  }

  private static void put(
      Map<LandmarkPart, float[]> parts,
      Variation variation,
      LandmarkPart part,
      float[] numbers,
      int frames) {
    parts.put(part, variation.of(part, numbers, frames));
  }
}
