package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * A rotated rectangle of a picture that a model looks at, MediaPipe's {@code NormalizedRect}.
 *
 * <p>Regions that landmark models look at are squares in pixels, so that points inside can be
 * turned before they are stretched to picture widths and heights ({@code
 * calculators/util/landmark_projection_calculator.cc}).
 *
 * @param centerX in picture widths
 * @param centerY in picture heights
 * @param width in picture widths
 * @param height in picture heights
 * @param rotation clockwise, radians
 */
record RegionOfInterest(float centerX, float centerY, float width, float height, float rotation) {

  /** The smallest square, centred on the picture, that holds the whole picture. */
  static RegionOfInterest letterbox(VideoFrame image) {
    float side = Math.max(image.width(), image.height());
    return new RegionOfInterest(0.5f, 0.5f, side / image.width(), side / image.height(), 0);
  }

  /** The box of a detection, turned by an angle ({@code detections_to_rects_calculator.cc}). */
  static RegionOfInterest ofBox(float left, float top, float right, float bottom, float rotation) {
    float width = right - left;
    float height = bottom - top;
    return new RegionOfInterest(left + width / 2, top + height / 2, width, height, rotation);
  }

  /**
   * The smallest upright box round some points, turned by an angle.
   *
   * @param values x and y of each point in picture widths and heights, beside other numbers
   * @param first where the first point's x stands
   * @param count number of points, 1 or more
   * @param stride numbers from one point's x to the next
   */
  static RegionOfInterest ofPoints(
      float[] values, int first, int count, int stride, float rotation) {
    float left = Float.POSITIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float x = values[first + i * stride];
      float y = values[first + i * stride + 1];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return ofBox(left, top, right, bottom, rotation);
  }

  /**
   * A square round a centre, reaching as far as a second point that also gives the direction
   * ({@code calculators/util/alignment_points_to_rects_calculator.cc}).
   *
   * @param x centre, in picture widths
   * @param y centre, in picture heights
   * @param scaleX second point, in picture widths
   * @param scaleY second point, in picture heights
   * @param targetAngle angle in radians that the line between them has inside the region, counted
   *     counterclockwise from the x axis
   */
  static RegionOfInterest aligned(
      float x, float y, float scaleX, float scaleY, float targetAngle, VideoFrame image) {
    float side = alignedSide(x, y, scaleX, scaleY, image);
    return new RegionOfInterest(
        x,
        y,
        side / image.width(),
        side / image.height(),
        rotation(x, y, scaleX, scaleY, targetAngle, image));
  }

  /** Side, in pixels, of the square that {@link #aligned} gives. */
  static float alignedSide(float x, float y, float scaleX, float scaleY, VideoFrame image) {
    return 2 * distance(x, y, scaleX, scaleY, image);
  }

  /** Pixels between two points, given in picture widths and heights. */
  static float distance(float x0, float y0, float x1, float y1, VideoFrame image) {
    float dx = x1 * image.width() - x0 * image.width();
    float dy = y1 * image.height() - y0 * image.height();
    return (float) Math.sqrt(dx * dx + dy * dy);
  }

  /**
   * Rotation that brings the line from one point to another to a target angle ({@code
   * DetectionsToRectsCalculator::ComputeRotation}).
   *
   * @param targetAngle radians, counterclockwise from the x axis
   */
  static float rotation(
      float x0, float y0, float x1, float y1, float targetAngle, VideoFrame image) {
    float dx = x1 * image.width() - x0 * image.width();
    float dy = y1 * image.height() - y0 * image.height();
    return normalizedAngle(targetAngle - (float) Math.atan2(-dy, dx));
  }

  /** The angle between -pi and pi. */
  static float normalizedAngle(float angle) {
    return (float) (angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI)));
  }

  /**
   * The region made square by its longer side, moved and enlarged ({@code
   * calculators/util/rect_transformation_calculator.cc} with {@code square_long}).
   *
   * @param scale factor on both sides
   * @param shiftY move along the region's own y axis, in its heights before it is enlarged
   */
  RegionOfInterest enlarged(float scale, float shiftY, VideoFrame image) {
    float shift = image.height() * height * shiftY;
    float x = centerX - shift * (float) Math.sin(rotation) / image.width();
    float y = centerY + shift * (float) Math.cos(rotation) / image.height();
    float side = Math.max(width * image.width(), height * image.height());
    return new RegionOfInterest(
        x, y, side / image.width() * scale, side / image.height() * scale, rotation);
  }

  /** x in the picture of a point of the region, 0..1 from its left and 0..1 from its top. */
  float projectX(float x, float y) {
    float turned =
        (float) Math.cos(rotation) * (x - 0.5f) - (float) Math.sin(rotation) * (y - 0.5f);
    return turned * width + centerX;
  }

  /** y in the picture of a point of the region, 0..1 from its left and 0..1 from its top. */
  float projectY(float x, float y) {
    float turned =
        (float) Math.sin(rotation) * (x - 0.5f) + (float) Math.cos(rotation) * (y - 0.5f);
    return turned * height + centerY;
  }

  /** Whether a model can look at it at all: numbers, with an extent. */
  boolean isUsable() {
    return Float.isFinite(centerX)
        && Float.isFinite(centerY)
        && Float.isFinite(rotation)
        && width > 0
        && height > 0
        && Float.isFinite(width)
        && Float.isFinite(height);
  }

  /** Intersection over union with another region, both taken as upright. */
  float overlap(RegionOfInterest other) {
    return Boxes.overlap(
        centerX - width / 2,
        centerY - height / 2,
        centerX + width / 2,
        centerY + height / 2,
        other.centerX - other.width / 2,
        other.centerY - other.height / 2,
        other.centerX + other.width / 2,
        other.centerY + other.height / 2);
  }
}
