package org.pose2gloss.pipelines.statistics;

import org.pose2gloss.features.LandmarkPart;

/** A number that the table of landmarks has once a video. */
enum VideoNumber {
  FRAMES("frames", new Bins(0, 512, 128), 1, Double.POSITIVE_INFINITY),
  FRAMES_PER_SECOND("frames_per_second", new Bins(0, 128, 64), 0.001, 1000),
  IMAGE_WIDTH("image_width", new Bins(0, 4096, 64), 1, Double.POSITIVE_INFINITY),
  IMAGE_HEIGHT("image_height", new Bins(0, 4096, 64), 1, Double.POSITIVE_INFINITY),
  RIGHT_HAND_COVERAGE(LandmarkPart.RIGHT_HAND),
  LEFT_HAND_COVERAGE(LandmarkPart.LEFT_HAND),
  POSE_COVERAGE(LandmarkPart.POSE),
  FACE_COVERAGE(LandmarkPart.FACE);

  private final String column;
  private final double low;
  private final double high;
  private final int count;
  private final double least;
  private final double most;

  VideoNumber(String column, Bins bins, double least, double most) {
    this.column = column;
    this.low = bins.low();
    this.high = bins.high();
    this.count = bins.count();
    this.least = least;
    this.most = most;
  }

  VideoNumber(LandmarkPart part) {
    this(coverage(part), new Bins(0, 1, 20), 0, 1);
  }

  /** Name of the column with the fraction of frames in which a part was found. */
  static String coverage(LandmarkPart part) {
    return part.columnName() + "_coverage";
  }

  String column() {
    return column;
  }

  Bins bins() {
    return new Bins(low, high, count);
  }

  /** Least value that makes sense. */
  double least() {
    return least;
  }

  /** Largest value that makes sense. */
  double most() {
    return most;
  }
}
