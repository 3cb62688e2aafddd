package org.pose2gloss.features;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the selected points of one sequence as a {@code .pose} file of version 0.2. */
final class PoseFileWriter {
  private static final float VERSION = 0.2f;
  private static final int LARGEST_UNSIGNED_SHORT = 0xffff;
  private static final String FORMAT = "XYZC";

  /** Confidence of a pose point that is there but was not seen at all: 0 would make it absent. */
  private static final float LEAST_CONFIDENCE = Float.MIN_NORMAL;

  private final LandmarkSequence sequence;
  private final List<Component> components;
  private final OutputStream out;
  private final float zUnit;
  private final byte[] bytes = new byte[LandmarkPart.TOTAL_POINTS * 3 * Float.BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  /** A component of the file with the numbers, in its part, of the points that are written. */
  private record Component(HolisticComponent kind, List<Integer> points) {
    LandmarkPart part() {
      return kind.part();
    }

    /** Limbs of which both ends are written, by their places among what is written. */
    List<int[]> limbs() {
      List<int[]> limbs = new ArrayList<>();
      for (int[] limb : kind.limbs()) {
        int from = points.indexOf(limb[0]);
        int to = points.indexOf(limb[1]);
        if (from >= 0 && to >= 0) {
          limbs.add(new int[] {from, to});
        }
      }
      return limbs;
    }
  }

  PoseFileWriter(LandmarkSequence sequence, PointSelection selection, OutputStream out) {
    this.sequence = sequence;
    this.components = components(selection);
    this.out = out;
    this.zUnit = PoseFile.zUnit(largestZ(sequence), sequence.imageWidth());
  }

  /** Components in the format's order, those without a selected point left out. */
  private static List<Component> components(PointSelection selection) {
    List<Component> components = new ArrayList<>();
    for (HolisticComponent kind : HolisticComponent.values()) {
      List<Integer> points =
          selection.points().stream()
              .filter(point -> point.part() == kind.part())
              .map(PointSelection.Point::index)
              .toList();
      if (!points.isEmpty()) {
        components.add(new Component(kind, points));
      }
    }
    return components;
  }

  void write() throws IOException {
    writeHeader();
    buffer.putFloat(sequence.framesPerSecond()).putInt(sequence.frames()).putShort((short) 1);
    drain();
    for (int frame = 0; frame < sequence.frames(); frame++) {
      writePlaces(frame);
    }
    for (int frame = 0; frame < sequence.frames(); frame++) {
      writeConfidences(frame);
    }
    out.flush();
  }

  private void writeHeader() throws IOException {
    buffer.putFloat(VERSION);
    writeShorts(
        unsignedShort(sequence.imageWidth(), "width"),
        unsignedShort(sequence.imageHeight(), "height"),
        0,
        components.size());
    for (Component component : components) {
      List<int[]> limbs = component.limbs();
      writeString(component.kind().componentName());
      writeString(FORMAT);
      writeShorts(component.points().size(), limbs.size(), 1);
      for (int point : component.points()) {
        writeString(component.kind().pointNames().get(point));
      }
      for (int[] limb : limbs) {
        writeShorts(limb);
      }
      writeShorts(255, 0, 0);
    }
  }

  private static int unsignedShort(int pixels, String what) throws PoseFileException {
    if (pixels > LARGEST_UNSIGNED_SHORT) {
      throw new PoseFileException(
          String.format(
              "a .pose file's %s is at most %d pixels, not %d",
              what, LARGEST_UNSIGNED_SHORT, pixels));
    }
    return pixels;
  }

  private void writePlaces(int frame) throws IOException {
    for (Component component : components) {
      LandmarkPart part = component.part();
      for (int point : component.points()) {
        if (isAbsent(part, frame, point)) {
          buffer.putFloat(0).putFloat(0).putFloat(0);
        } else {
          buffer.putFloat(sequence.value(part, frame, point, 0) * sequence.imageWidth());
          buffer.putFloat(sequence.value(part, frame, point, 1) * sequence.imageHeight());
          buffer.putFloat(sequence.value(part, frame, point, 2) * zUnit);
        }
      }
    }
    drain();
  }

  private void writeConfidences(int frame) throws IOException {
    for (Component component : components) {
      LandmarkPart part = component.part();
      for (int point : component.points()) {
        buffer.putFloat(isAbsent(part, frame, point) ? 0 : confidence(part, frame, point));
      }
    }
    drain();
  }

  private float confidence(LandmarkPart part, int frame, int point) {
    if (part.channels() < 4) {
      return 1;
    }
    float visibility = sequence.value(part, frame, point, 3);
    return visibility > LEAST_CONFIDENCE ? visibility : LEAST_CONFIDENCE;
  }

  private boolean isAbsent(LandmarkPart part, int frame, int point) {
    for (int channel = 0; channel < 3; channel++) {
      if (!Float.isFinite(sequence.value(part, frame, point, channel))) {
        return true;
      }
    }
    return false;
  }

  private static float largestZ(LandmarkSequence sequence) {
    float largest = 0;
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = sequence.numbers(part);
      for (int at = 2; at < numbers.length; at += part.channels()) {
        if (Float.isFinite(numbers[at])) {
          largest = Math.max(largest, Math.abs(numbers[at]));
        }
      }
    }
    return largest;
  }

  private void writeString(String string) throws IOException {
    byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
    writeShorts(utf8.length);
    out.write(utf8);
  }

  private void writeShorts(int... values) throws IOException {
    for (int value : values) {
      buffer.putShort((short) value);
    }
    drain();
  }

  private void drain() throws IOException {
    out.write(bytes, 0, buffer.position());
    buffer.clear();
  }
}
