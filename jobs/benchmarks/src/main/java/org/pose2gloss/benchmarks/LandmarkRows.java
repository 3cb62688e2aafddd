package org.pose2gloss.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;

/**
 * The landmarks of a video, a row a frame: right hand, left hand, pose, face, NaN where absent.
 *
 * <p>Written as NumPy's file format 1.0 ({@code numpy.lib.format}), {@code float32[frames][1692]}.
 */
final class LandmarkRows {
  /** Numbers a row. */
  static final int ROW =
      Arrays.stream(LandmarkPart.values()).mapToInt(LandmarkPart::floatsPerFrame).sum();

  private final List<float[]> rows = new ArrayList<>();

  void add(FrameLandmarks found) {
    float[] row = new float[ROW];
    int at = put(row, 0, LandmarkPart.RIGHT_HAND, found.rightHand());
    at = put(row, at, LandmarkPart.LEFT_HAND, found.leftHand());
    at = put(row, at, LandmarkPart.POSE, found.pose());
    put(row, at, LandmarkPart.FACE, found.face());
    rows.add(row);
  }

  private static int put(float[] row, int at, LandmarkPart part, Optional<float[]> values) {
    int end = at + part.floatsPerFrame();
    if (values.isPresent()) {
      System.arraycopy(values.get(), 0, row, at, part.floatsPerFrame());
    } else {
      Arrays.fill(row, at, end, Float.NaN);
    }
    return end;
  }

  void write(Path file) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(ROW * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(NumpyFormat.floatHeader(rows.size(), ROW));
      for (float[] values : rows) {
        row.clear();
        row.asFloatBuffer().put(values);
        out.write(row.array());
      }
    }
  }
}
