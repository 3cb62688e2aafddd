package org.pose2gloss.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Shows a training sequence as another signer, another camera and another run of the detector might
 * have given it, anew each time that it is asked for.
 *
 * <p>In this order: other frames ({@link TimeWarp}), the mirror, every part moved by itself ({@link
 * PartMotion}), the picture ({@link PlaneMap}), every number a little off ({@link Noise}), parts
 * that are not found ({@link PartLoss}): a hand for up to a quarter of the sequence, or the less
 * seen hand throughout, or pose or face throughout; but never all.
 *
 * <p>Unlike {@link Augmenter}, whose copies are stored in a table and follow a published recipe,
 * this is for training to call on the fly. The amounts were chosen on WLASL's hands.
 */
public final class SequenceVariation {
  private static final double MOST_NOISE = 0.005;
  private static final double SHARE_OF_HANDS_LOST_FOR_A_WHILE = 0.2;
  private static final double SHARE_OF_PARTS_LOST = 0.1;
  private static final int LONGEST_LOSS_DIVISOR = 4;

  /** A hand may go throughout where the other is there for this share of the frames. */
  private static final double ENOUGH_OF_THE_OTHER_HAND = 0.7;

  private final PointSelection selection;
  private final double strength;
  private final double mirrored;
  private final List<int[]> hands;
  private final List<int[]> others;

  /**
   * Variations of the points of a selection.
   *
   * @param strength 1 for the usual amounts, 0 for none, 2 for twice as much
   * @param mirrored share of sequences that are mirrored, 0 to 1
   * @throws IllegalArgumentException if a number is out of its range, or sequences are to be
   *     mirrored and the twin of a chosen point is not chosen, in a sentence
   */
  public SequenceVariation(PointSelection selection, double strength, double mirrored) {
    if (!(strength >= 0 && strength <= 10) || !(mirrored >= 0 && mirrored <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              "sequences vary by 0 to 10 and 0 to 1 of them are mirrored, not %s and %s",
              strength, mirrored));
    }
    if (mirrored > 0) {
      Augmenter.requireTwins(selection);
    }
    this.selection = selection;
    this.strength = strength;
    this.mirrored = mirrored;
    this.hands = new ArrayList<>();
    this.others = new ArrayList<>();
    for (LandmarkPart part : LandmarkPart.values()) {
      int[] places = selection.places(part);
      if (places.length > 0) {
        (selection.isHand(places[0]) ? hands : others).add(places);
      }
    }
  }

  /**
   * A variation of a sequence.
   *
   * @param points of this selection
   * @param seed the same seed gives the same variation
   */
  public SelectedPoints of(SelectedPoints points, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    SelectedPoints varied = points;
    if (strength > 0) {
      varied = TimeWarp.draw(points, selection, strength, random).apply(varied);
    }
    if (random.nextDouble() < mirrored) {
      varied = new Mirror(selection).apply(varied);
    }
    if (strength == 0) {
      return varied;
    }
    for (List<int[]> parts : List.of(hands, others)) {
      for (int[] places : parts) {
        varied = PartMotion.draw(places, strength, random).apply(varied);
      }
    }
    varied = PlaneMap.draw(strength, random).apply(varied);
    varied = new Noise(strength * MOST_NOISE, random.nextLong()).apply(varied);
    for (PartLoss loss : losses(varied, random)) {
      varied = loss.apply(varied);
    }
    return varied;
  }

  private List<PartLoss> losses(SelectedPoints points, RandomGenerator random) {
    List<PartLoss> losses = new ArrayList<>();
    int frames = points.frames();
    for (int[] hand : hands) {
      if (random.nextDouble() < strength * SHARE_OF_HANDS_LOST_FOR_A_WHILE
          && frames >= LONGEST_LOSS_DIVISOR) {
        int from = random.nextInt(frames);
        int length = 1 + random.nextInt(frames / LONGEST_LOSS_DIVISOR);
        losses.add(new PartLoss(hand, from, Math.min(frames, from + length)));
      }
    }
    if (hands.size() == 2 && random.nextDouble() < strength * SHARE_OF_PARTS_LOST) {
      int[] seen = hands.stream().mapToInt(hand -> framesWith(points, hand)).toArray();
      int less = seen[0] <= seen[1] ? 0 : 1;
      if (seen[1 - less] >= ENOUGH_OF_THE_OTHER_HAND * frames) {
        losses.add(new PartLoss(hands.get(less), 0, frames));
      }
    }
    for (int[] other : others) {
      if (!hands.isEmpty() && random.nextDouble() < strength * SHARE_OF_PARTS_LOST) {
        losses.add(new PartLoss(other, 0, frames));
      }
    }
    return losses;
  }

  private static int framesWith(SelectedPoints points, int[] places) {
    return (int)
        IntStream.range(0, points.frames())
            .filter(
                frame -> Arrays.stream(places).anyMatch(place -> points.isPresent(frame, place)))
            .count();
  }
}
