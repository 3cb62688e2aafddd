package org.pose2gloss.benchmarks.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.features.LandmarkPart;

/** The hands of real WLASL clips, every frame. */
final class RealHands {
  private static final int HAND = LandmarkPart.RIGHT_HAND.floatsPerFrame();
  private static final int SLOTS = 2;

  private final float[] landmarks;
  private final int[] found;
  private final int[] offsets;
  private final Map<String, Integer> byVideo = new HashMap<>();
  private final Map<Integer, List<Integer>> byLabel = new HashMap<>();

  /**
   * Reads them.
   *
   * @param archive arrays {@code landmarks [frames][2][21][3]} (two hands in the order in which
   *     they were found, not right and left), {@code mask [frames][2]}, {@code offsets}, {@code
   *     label}, {@code video_id}
   */
  RealHands(Path archive) throws IOException {
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      landmarks = arrays.floats("landmarks");
      found = arrays.integers("mask");
      offsets = arrays.integers("offsets");
      int[] labels = arrays.integers("label");
      List<String> videos = arrays.texts("video_id");
      for (int clip = 0; clip < videos.size(); clip++) {
        byVideo.put(videos.get(clip), clip);
        byLabel.computeIfAbsent(labels[clip], label -> new ArrayList<>()).add(clip);
      }
    }
  }

  /** Whether a video itself is among them. */
  boolean has(Clip wanted) {
    return byVideo.containsKey(wanted.videoId());
  }

  /**
   * The real clip of a video, or else one of the same gloss.
   *
   * @param choice any number, decides which one of the same gloss
   */
  int clipFor(Clip wanted, long choice) {
    Integer itself = byVideo.get(wanted.videoId());
    if (itself != null) {
      return itself;
    }
    List<Integer> alike = byLabel.get(wanted.label());
    return alike.get((int) Math.floorMod(choice, (long) alike.size()));
  }

  int frames(int clip) {
    return offsets[clip + 1] - offsets[clip];
  }

  /**
   * Right and left hand of a clip, {@code float[2][frames * 21 * 3]}, NaN where absent.
   *
   * <p>Of two hands the one further left in the picture is the right one. One alone keeps the side
   * that it had when it was last seen with the other; before that its half of the picture decides.
   */
  float[][] hands(int clip) {
    int frames = frames(clip);
    float[][] sides = new float[SLOTS][frames * HAND];
    for (float[] side : sides) {
      Arrays.fill(side, Float.NaN);
    }
    int[] sideOfSlot = {-1, -1};
    for (int frame = 0; frame < frames; frame++) {
      int row = (offsets[clip] + frame) * SLOTS;
      if (found[row] == 1 && found[row + 1] == 1) {
        sideOfSlot[0] = x(row) <= x(row + 1) ? 0 : 1;
        sideOfSlot[1] = 1 - sideOfSlot[0];
      }
      for (int slot = 0; slot < SLOTS; slot++) {
        if (found[row + slot] == 1) {
          int side = sideOfSlot[slot] >= 0 ? sideOfSlot[slot] : x(row + slot) < 0.5f ? 0 : 1;
          System.arraycopy(landmarks, (row + slot) * HAND, sides[side], frame * HAND, HAND);
        }
      }
    }
    return sides;
  }

  private float x(int row) {
    return landmarks[row * HAND];
  }
}
