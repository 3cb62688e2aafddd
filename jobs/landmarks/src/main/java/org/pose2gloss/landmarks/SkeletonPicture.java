package org.pose2gloss.landmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Draws the landmarks of a frame over its picture, for people who want to see what was found. */
public final class SkeletonPicture {
  private static final Color RIGHT_HAND_COLOR = new Color(255, 80, 60);
  private static final Color LEFT_HAND_COLOR = new Color(60, 140, 255);
  private static final Color POSE_COLOR = new Color(90, 220, 90);
  private static final Color FACE_COLOR = new Color(255, 220, 60);

  /** Fingers from the wrist, and the palm's edge. */
  private static final int[][] HAND_LINES = {
    {0, 1, 2, 3, 4},
    {0, 5, 6, 7, 8},
    {9, 10, 11, 12},
    {13, 14, 15, 16},
    {0, 17, 18, 19, 20},
    {5, 9, 13, 17}
  };

  private static final int[][] POSE_LINES = {
    {8, 6, 5, 4, 0, 1, 2, 3, 7},
    {9, 10},
    {12, 11, 23, 24, 12},
    {11, 13, 15, 17, 19, 15, 21},
    {12, 14, 16, 18, 20, 16, 22},
    {23, 25, 27, 29, 31, 27},
    {24, 26, 28, 30, 32, 28}
  };

  /** Face oval, lips, eyes, brows, nose, irises. */
  private static final int[][] FACE_LINES = {
    {
      10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
      148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10
    },
    {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 61},
    {78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78},
    {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 33},
    {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 263},
    {46, 53, 52, 65, 55},
    {276, 283, 282, 295, 285},
    {168, 6, 197, 195, 5, 4},
    {469, 470, 471, 472, 469},
    {474, 475, 476, 477, 474}
  };

  /** Visibility under which a body's landmark is a guess outside the picture. */
  private static final float LEAST_VISIBILITY = 0.5f;

  private SkeletonPicture() {}

  /**
   * A frame with its landmarks drawn over it: right hand red, left hand blue, body green, face
   * yellow.
   *
   * @param frame the picture
   * @param landmarks the sequence it belongs to
   * @param index which of the sequence's frames it is, from 0
   * @param shownWidth width at which it is shown, in pixels, 1 or more: where that is smaller than
   *     the picture, lines are wide enough to be seen then
   * @throws IndexOutOfBoundsException if the sequence has no such frame
   */
  public static BufferedImage draw(
      VideoFrame frame, LandmarkSequence landmarks, int index, int shownWidth) {
    BufferedImage picture = picture(frame);
    Graphics2D canvas = picture.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    float unit =
        Math.max(
            Math.max(1, Math.min(frame.width(), frame.height()) / 400f),
            frame.width() / (float) shownWidth);
    canvas.setStroke(new BasicStroke(unit));
    Pen pen = new Pen(canvas, landmarks, index, frame.width(), frame.height(), unit);
    pen.draw(LandmarkPart.POSE, POSE_LINES, POSE_COLOR, true);
    pen.draw(LandmarkPart.FACE, FACE_LINES, FACE_COLOR, false);
    pen.draw(LandmarkPart.RIGHT_HAND, HAND_LINES, RIGHT_HAND_COLOR, true);
    pen.draw(LandmarkPart.LEFT_HAND, HAND_LINES, LEFT_HAND_COLOR, true);
    canvas.dispose();
    return picture;
  }

  private static BufferedImage picture(VideoFrame frame) {
    BufferedImage picture =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frame.rgb();
    int[] row = new int[frame.width()];
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = (y * row.length + x) * 3;
        row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
      }
      picture.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return picture;
  }

  /** Draws the parts of one frame. */
  private record Pen(
      Graphics2D canvas, LandmarkSequence landmarks, int frame, int width, int height, float unit) {

    void draw(LandmarkPart part, int[][] lines, Color color, boolean joints) {
      if (!landmarks.isPresent(part, frame)) {
        return;
      }
      canvas.setColor(color);
      for (int[] line : lines) {
        for (int i = 1; i < line.length; i++) {
          if (isSeen(part, line[i - 1]) && isSeen(part, line[i])) {
            canvas.draw(
                new Line2D.Float(
                    x(part, line[i - 1]),
                    y(part, line[i - 1]),
                    x(part, line[i]),
                    y(part, line[i])));
          }
        }
      }
      for (int point = 0; joints && point < part.points(); point++) {
        if (isSeen(part, point)) {
          canvas.fill(
              new Ellipse2D.Float(
                  x(part, point) - 1.5f * unit, y(part, point) - 1.5f * unit, 3 * unit, 3 * unit));
        }
      }
    }

    private boolean isSeen(LandmarkPart part, int point) {
      return part != LandmarkPart.POSE
          || landmarks.value(part, frame, point, 3) >= LEAST_VISIBILITY;
    }

    private float x(LandmarkPart part, int point) {
      return landmarks.value(part, frame, point, 0) * width;
    }

    private float y(LandmarkPart part, int point) {
      return landmarks.value(part, frame, point, 1) * height;
    }
  }
}
