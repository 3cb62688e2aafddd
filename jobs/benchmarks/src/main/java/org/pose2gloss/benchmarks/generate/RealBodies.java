package org.pose2gloss.benchmarks.generate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.PoseFile;

/**
 * Bodies and faces of real sequences of signers, of which 138 of the 511 points were kept; the
 * others are put where a whole real sequence has them.
 */
final class RealBodies {
  /**
   * One sequence.
   *
   * @param pose {@code float[frames * 33 * 4]}, NaN where absent
   * @param face {@code float[frames * 478 * 3]}, NaN where absent
   */
  @SuppressWarnings("ArrayRecordComponent") // Read only and never compared.
  record Body(float[] pose, float[] face) {}

  private static final int CHANNELS = 3;
  private static final int KEPT = 180;
  private static final int MESH_POINTS = 468;

  /** Corners of the right and left eye, MediaPipe's {@code face_mesh_connections.py}. */
  private static final int[][] EYE_CORNERS = {{33, 133}, {362, 263}};

  private static final int POINTS_OF_AN_IRIS = 5;
  private static final float IRIS_OF_EYE = 0.2f;

  private final List<PointSelection.Point> kept = PointSelection.wlasl180().points();
  private final MissingPoints posePoints;
  private final MissingPoints facePoints;
  private final float[] visibility;
  private final List<Body> bodies = new ArrayList<>();

  /**
   * Reads them.
   *
   * @param whole a pose file whose frames have all points of the body and the face mesh
   * @param archives NumPy archives of arrays {@code landmarks [frames][180][3]}, zero where absent,
   *     and {@code offsets}
   */
  RealBodies(Path whole, List<Path> archives) throws IOException {
    LandmarkSequence all;
    try (InputStream in = Files.newInputStream(whole)) {
      all = PoseFile.read(in);
    }
    int frame = wholeFrame(all, whole);
    posePoints = new MissingPoints(points(all, frame, LandmarkPart.POSE), known(LandmarkPart.POSE));
    float[] face = points(all, frame, LandmarkPart.FACE);
    irises(face);
    facePoints = new MissingPoints(face, known(LandmarkPart.FACE));
    visibility = new float[LandmarkPart.POSE.points()];
    for (int point = 0; point < visibility.length; point++) {
      visibility[point] = all.value(LandmarkPart.POSE, frame, point, CHANNELS);
    }
    for (Path archive : archives) {
      read(archive);
    }
  }

  /** One of them, chosen by any number. */
  Body body(long choice) {
    return bodies.get((int) Math.floorMod(choice, (long) bodies.size()));
  }

  private static int wholeFrame(LandmarkSequence all, Path file) throws IOException {
    return IntStream.range(0, all.frames())
        .filter(
            frame ->
                all.isPresent(LandmarkPart.POSE, frame) && all.isPresent(LandmarkPart.FACE, frame))
        .findFirst()
        .orElseThrow(() -> new IOException(file + " has no frame with a body and a face"));
  }

  private static float[] points(LandmarkSequence all, int frame, LandmarkPart part) {
    float[] points = new float[part.points() * CHANNELS];
    for (int at = 0; at < points.length; at++) {
      points[at] = all.value(part, frame, at / CHANNELS, at % CHANNELS);
    }
    return points;
  }

  /** The points of a part that were kept, but the irises, which half of the archives lack. */
  private int[] known(LandmarkPart part) {
    return kept.stream()
        .filter(point -> point.part() == part)
        .mapToInt(PointSelection.Point::index)
        .filter(index -> index < MESH_POINTS)
        .toArray();
  }

  /** Irises in the middle of the eyes, each a centre and four points about it. */
  private static void irises(float[] face) {
    int iris = MESH_POINTS;
    for (int[] corners : EYE_CORNERS) {
      int one = corners[0] * CHANNELS;
      int other = corners[1] * CHANNELS;
      float radius = IRIS_OF_EYE * Math.abs(face[one] - face[other]);
      for (int point = 0; point < POINTS_OF_AN_IRIS; point++) {
        double angle = point * Math.PI / 2;
        double distance = point == 0 ? 0 : radius;
        int at = iris++ * CHANNELS;
        face[at] = (float) ((face[one] + face[other]) / 2 + distance * Math.cos(angle));
        face[at + 1] = (float) ((face[one + 1] + face[other + 1]) / 2 + distance * Math.sin(angle));
        face[at + 2] = (face[one + 2] + face[other + 2]) / 2;
      }
    }
  }

  private void read(Path archive) throws IOException {
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      float[] landmarks = arrays.floats("landmarks");
      int[] offsets = arrays.integers("offsets");
      for (int i = 0; i + 1 < offsets.length; i++) {
        bodies.add(body(landmarks, offsets[i], offsets[i + 1]));
      }
    }
  }

  private Body body(float[] landmarks, int from, int to) {
    int frames = to - from;
    float[] pose = new float[frames * LandmarkPart.POSE.floatsPerFrame()];
    float[] face = new float[frames * LandmarkPart.FACE.floatsPerFrame()];
    Arrays.fill(pose, Float.NaN);
    Arrays.fill(face, Float.NaN);
    float[] body = new float[LandmarkPart.POSE.points() * CHANNELS];
    float[] mesh = new float[LandmarkPart.FACE.points() * CHANNELS];
    for (int frame = 0; frame < frames; frame++) {
      if (take(landmarks, from + frame, LandmarkPart.POSE, body)) {
        posePoints.fill(body);
        for (int point = 0; point < visibility.length; point++) {
          int at = (frame * visibility.length + point) * LandmarkPart.POSE.channels();
          System.arraycopy(body, point * CHANNELS, pose, at, CHANNELS);
          pose[at + CHANNELS] = visibility[point];
        }
      }
      if (take(landmarks, from + frame, LandmarkPart.FACE, mesh)) {
        facePoints.fill(mesh);
        System.arraycopy(mesh, 0, face, frame * mesh.length, mesh.length);
      }
    }
    return new Body(pose, face);
  }

  /** Takes a part's points out of those kept; whether it is there at all. */
  private boolean take(float[] landmarks, int frame, LandmarkPart part, float[] points) {
    boolean present = false;
    for (int place = 0; place < KEPT; place++) {
      if (kept.get(place).part() == part) {
        int at = (frame * KEPT + place) * CHANNELS;
        present |= landmarks[at] != 0 || landmarks[at + 1] != 0;
        System.arraycopy(landmarks, at, points, kept.get(place).index() * CHANNELS, CHANNELS);
      }
    }
    return present;
  }
}
