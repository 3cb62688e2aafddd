package org.pose2gloss.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads the body of a {@code .pose} file into parts: {@code float[frames][people][points][x, y, z]}
 * of all components, then {@code float[frames][people][points]} of confidences. The first person
 * counts.
 */
final class PoseBodyReader {
  /** Ten minutes at 30 frames a second; a sign takes seconds. */
  static final int MOST_FRAMES = 18_000;

  /** Three times a ten-minute file of MediaPipe Holistic. */
  static final int MOST_BYTES = 512 << 20;

  private final PoseHeader header;
  private final LittleEndianInput in;
  private float framesPerSecond;
  private int frames;
  private int people;
  private FloatBuffer numbers;

  PoseBodyReader(PoseHeader header, LittleEndianInput in) {
    this.header = header;
    this.in = in;
  }

  LandmarkSequence read() throws IOException {
    long said;
    if (header.version() == 1) {
      framesPerSecond = in.unsignedShort("the frames per second");
      said = in.unsignedShort("the number of frames");
    } else {
      framesPerSecond = in.float32("the frames per second");
      said = in.unsignedInt("the number of frames");
    }
    people = in.unsignedShort("the number of people");
    checkCounts(said);
    frames = (int) said;
    readNumbers();
    return sequence();
  }

  private void readNumbers() throws IOException {
    long expected = frames * bytesPerFrame();
    if (expected > MOST_BYTES) {
      throw new PoseFileException(
          String.format(
              "the .pose file says it has %d frames of %d people with %d points each; more than %d"
                  + " bytes are not read",
              frames, people, header.points(), MOST_BYTES));
    }
    byte[] body = in.rest((int) expected);
    if (body.length < expected) {
      throw new PoseFileException(
          String.format(
              "the .pose file is cut off: %d frames of %d points are %d bytes, but %d follow its"
                  + " header",
              frames, header.points(), expected, body.length));
    }
    // Version 0.1 counts frames in 16 bits; what is longer has another count than it says.
    if (header.version() == 1 && in.rest(1).length > 0) {
      throw new PoseFileException(
          String.format(
              "the .pose file says it has %d frames, but more follow, so it is damaged or longer"
                  + " than its version 0.1 can say",
              frames));
    }
    numbers = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private long bytesPerFrame() {
    return (long) people * header.points() * (header.dimensions() + 1) * Float.BYTES;
  }

  private void checkCounts(long said) throws PoseFileException {
    if (!(framesPerSecond > 0) || Float.isInfinite(framesPerSecond)) {
      throw new PoseFileException(
          "the .pose file says " + framesPerSecond + " frames per second; it takes more than 0");
    }
    if (said == 0) {
      throw new PoseFileException("the .pose file has no frames");
    }
    if (said > MOST_FRAMES) {
      throw new PoseFileException(
          String.format(
              "the .pose file says it has %d frames; more than %d are not read",
              said, MOST_FRAMES));
    }
    if (people == 0) {
      throw new PoseFileException("the .pose file has no person in it");
    }
  }

  private LandmarkSequence sequence() throws PoseFileException {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    float largestZ = 0;
    int firstPoint = 0;
    for (PoseHeader.Component component : header.components()) {
      HolisticComponent known = HolisticComponent.named(component.name()).orElse(null);
      if (known != null) {
        if (parts.containsKey(known.part())) {
          throw new PoseFileException(
              "the .pose file has two components of the name " + component.name());
        }
        float[] part = new float[frames * known.part().floatsPerFrame()];
        Arrays.fill(part, Float.NaN);
        largestZ = Math.max(largestZ, fill(part, known, component, firstPoint));
        parts.put(known.part(), part);
      }
      firstPoint += component.points().size();
    }
    if (parts.isEmpty()) {
      throw new PoseFileException(
          "the .pose file has none of MediaPipe Holistic's components POSE_LANDMARKS,"
              + " FACE_LANDMARKS, LEFT_HAND_LANDMARKS, RIGHT_HAND_LANDMARKS");
    }
    divideZ(parts, PoseFile.zUnit(largestZ, header.width()));
    return LandmarkSequence.owning(frames, framesPerSecond, header.width(), header.height(), parts);
  }

  /** Fills a part from one component; z stays as it is in the file. Returns the largest |z|. */
  private float fill(
      float[] target, HolisticComponent known, PoseHeader.Component component, int firstPoint)
      throws PoseFileException {
    int[] places = known.places(component.points());
    LandmarkPart part = known.part();
    boolean hasZ = component.format().startsWith("XYZ");
    int dimensions = header.dimensions();
    int confidences = frames * people * header.points() * dimensions;
    float largestZ = 0;
    for (int frame = 0; frame < frames; frame++) {
      int pointsBefore = frame * people * header.points() + firstPoint;
      for (int i = 0; i < places.length; i++) {
        int point = pointsBefore + i;
        float confidence = numbers.get(confidences + point);
        if (!(confidence > 0)) {
          continue;
        }
        float x = numbers.get(point * dimensions);
        float y = numbers.get(point * dimensions + 1);
        float z = hasZ ? numbers.get(point * dimensions + 2) : 0;
        if (!Float.isFinite(x) || !Float.isFinite(y) || !Float.isFinite(z)) {
          throw new PoseFileException(
              String.format(
                  "point %s of %s in frame %d of the .pose file is at (%s, %s, %s), which is no"
                      + " place",
                  component.points().get(i), component.name(), frame, x, y, z));
        }
        int at = (frame * part.points() + places[i]) * part.channels();
        target[at] = x / header.width();
        target[at + 1] = y / header.height();
        target[at + 2] = z;
        if (part.channels() > 3) {
          target[at + 3] = Math.min(1, confidence);
        }
        largestZ = Math.max(largestZ, Math.abs(z));
      }
    }
    return largestZ;
  }

  private static void divideZ(Map<LandmarkPart, float[]> parts, float unit) {
    parts.forEach(
        (part, numbers) -> {
          for (int at = 2; at < numbers.length; at += part.channels()) {
            numbers[at] /= unit;
          }
        });
  }
}
