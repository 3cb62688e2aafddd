package org.pose2gloss.benchmarks;

import java.util.Arrays;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/** How far the frames of a video, decoded by two programs, are from each other. */
final class PictureDifference {
  private int given;
  private int own;
  private int compared;
  private int equal;
  private int largest;
  private long channels;
  private long sum;

  /** Compares the frames that have the same place in the video; one may have none there. */
  void add(Optional<VideoFrame> givenFrame, Optional<VideoFrame> ownFrame) {
    given += givenFrame.isPresent() ? 1 : 0;
    own += ownFrame.isPresent() ? 1 : 0;
    if (givenFrame.isEmpty() || ownFrame.isEmpty() || !sameSize(givenFrame.get(), ownFrame.get())) {
      return;
    }
    compared++;
    byte[] left = givenFrame.get().rgb();
    byte[] right = ownFrame.get().rgb();
    channels += left.length;
    if (Arrays.equals(left, right)) {
      equal++;
      return;
    }
    for (int i = 0; i < left.length; i++) {
      int difference = Math.abs((left[i] & 0xff) - (right[i] & 0xff));
      sum += difference;
      largest = Math.max(largest, difference);
    }
  }

  private static boolean sameSize(VideoFrame left, VideoFrame right) {
    return left.width() == right.width() && left.height() == right.height();
  }

  /** Whether both have the same frames, byte by byte. */
  boolean none() {
    return given == own && equal == given;
  }

  /** What was counted. */
  Result result() {
    return new Result(
        given, own, compared, equal, channels == 0 ? 0 : sum / (double) channels, largest);
  }

  /**
   * Two decoders side by side.
   *
   * @param given frames that the other decoder gave
   * @param own frames that ours gave
   * @param compared frames of equal place and size
   * @param equal frames equal in every byte
   * @param mean mean absolute difference of a channel over all compared frames, 0..255
   * @param largest largest absolute difference of a channel, 0..255
   */
  record Result(int given, int own, int compared, int equal, double mean, int largest) {}
}
