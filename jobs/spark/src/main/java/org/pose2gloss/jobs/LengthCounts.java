package org.pose2gloss.jobs;

import java.util.Map;
import java.util.TreeMap;

/** How many videos have how many frames; what statistics say about lengths follows exactly. */
final class LengthCounts {
  private final TreeMap<Integer, Long> videosOfLength = new TreeMap<>();
  private long videos;

  /** Adds videos of one length. */
  void add(int frames, long count) {
    videosOfLength.merge(frames, count, Long::sum);
    videos += count;
  }

  long videos() {
    return videos;
  }

  /** Lengths that occur, in frames, with how many videos have them. */
  Map<Integer, Long> counts() {
    return videosOfLength;
  }

  long frames() {
    long frames = 0;
    for (Map.Entry<Integer, Long> length : videosOfLength.entrySet()) {
      frames += length.getKey() * length.getValue();
    }
    return frames;
  }

  int min() {
    return videosOfLength.firstKey();
  }

  int max() {
    return videosOfLength.lastKey();
  }

  double mean() {
    return frames() / (double) videos;
  }

  /** Standard deviation of a sample (divided by n - 1), 0 of one video. */
  double std() {
    double mean = mean();
    double squares = 0;
    for (Map.Entry<Integer, Long> length : videosOfLength.entrySet()) {
      squares += length.getValue() * Math.pow(length.getKey() - mean, 2);
    }
    return videos < 2 ? 0 : Math.sqrt(squares / (videos - 1));
  }

  /** Length that the given fraction of the videos does not exceed: of 0.5 the lower median. */
  int quantile(double fraction) {
    long wanted = Math.max(1, (long) Math.ceil(fraction * videos));
    long seen = 0;
    for (Map.Entry<Integer, Long> length : videosOfLength.entrySet()) {
      seen += length.getValue();
      if (seen >= wanted) {
        return length.getKey();
      }
    }
    return max();
  }

  /**
   * Lengths that stand for all of them in a picture: all where there are at most {@code most},
   * otherwise as many quantiles, shortest and longest included.
   */
  double[] representatives(int most) {
    int size = (int) Math.min(most, videos);
    double[] lengths = new double[size];
    for (int i = 0; i < size; i++) {
      lengths[i] =
          quantile(size == 1 ? 0.5 : i * (videos - 1.0) / (size - 1.0) / videos + 0.5 / videos);
    }
    return lengths;
  }
}
