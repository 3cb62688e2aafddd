package org.pose2gloss.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The points of a signer that a model looks at, in its order. */
public final class PointSelection {
  /** One point of a signer: number {@code index} of a part. */
  public record Point(LandmarkPart part, int index) {
    /**
     * A point of a part.
     *
     * @throws IllegalArgumentException if the part has no such point
     */
    public Point {
      if (index < 0 || index >= part.points()) {
        throw new IllegalArgumentException(
            String.format("%s has no point %d", part.columnName(), index));
      }
    }

    /** The point that a mirror puts in this one's place. */
    public Point mirrored() {
      return new Point(MirrorTwins.of(part), MirrorTwins.of(part, index));
    }
  }

  /** Tip of the nose in MediaPipe's face mesh. */
  private static final Point NOSE_TIP = new Point(LandmarkPart.FACE, 4);

  /**
   * Face points of the published pose-to-gloss recogniser that this suite follows (SyntaxSquad,
   * {@code preprocessing/video2landmarks.py}): lips, eyes, eyebrows, outline, nose tip, iris
   * centres.
   */
  private static final int[] WLASL180_FACE = {
    0, 4, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70,
    78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146,
    148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 172, 173, 176, 178, 181,
    185, 191, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295,
    296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361,
    362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397,
    398, 400, 402, 405, 409, 415, 454, 466, 468, 473
  };

  private static final int FIRST_WLASL180_POSE_POINT = 11;
  private static final int LAST_WLASL180_POSE_POINT = 16;
  private static final Pattern ITEM = Pattern.compile("([a-z_]+)(?::(\\d{1,3})(?:-(\\d{1,3}))?)?");

  private static final PointSelection WLASL180 = new PointSelection("wlasl180", wlasl180Points());
  private static final PointSelection ALL553 = new PointSelection("all553", allPoints());

  private final String name;
  private final List<Point> points;
  private final int nose;
  private final int[] mirrored;

  private PointSelection(String name, List<Point> points) {
    this.name = name;
    this.points = List.copyOf(points);
    this.nose = points.indexOf(NOSE_TIP);
    this.mirrored = points.stream().mapToInt(point -> points.indexOf(point.mirrored())).toArray();
  }

  /**
   * The 180 points of the WLASL recogniser: right hand at 0-20, left hand at 21-41, pose points 11
   * to 16 (shoulders, elbows, wrists) at 42-47, 132 face points at 48-179, of which the nose tip is
   * at 49 and the centres of the irises are the last two.
   */
  public static PointSelection wlasl180() {
    return WLASL180;
  }

  /**
   * The selection that a text describes: items divided by commas, each {@code wlasl180}, {@code
   * all553} (every point of every part in the order of {@link LandmarkPart}), a part such as {@code
   * right_hand}, or points of a part such as {@code pose:11-16} or {@code face:4}.
   *
   * @throws IllegalArgumentException if an item is none of these, or a point is chosen twice, in a
   *     sentence
   */
  public static PointSelection of(String description) {
    List<String> items =
        Arrays.stream(description.split(",", -1))
            .map(item -> item.strip().toLowerCase(Locale.ROOT))
            .toList();
    List<Point> points = items.stream().flatMap(item -> chosen(item).stream()).toList();
    Set<Point> seen = new HashSet<>();
    for (Point point : points) {
      if (!seen.add(point)) {
        throw new IllegalArgumentException(
            String.format(
                "%s chooses point %d of %s twice",
                description, point.index(), point.part().columnName()));
      }
    }
    return new PointSelection(String.join(",", items), points);
  }

  private static List<Point> chosen(String item) {
    return switch (item) {
      case "wlasl180" -> WLASL180.points;
      case "all553" -> ALL553.points;
      default -> ofPart(item);
    };
  }

  private static List<Point> ofPart(String item) {
    Matcher matcher = ITEM.matcher(item);
    Optional<LandmarkPart> part =
        matcher.matches() ? LandmarkPart.named(matcher.group(1)) : Optional.empty();
    if (part.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' chooses no landmarks: name wlasl180, all553, a part (right_hand, left_hand, pose,"
                  + " face) or points of one, such as pose:11-16",
              item));
    }
    if (matcher.group(2) == null) {
      return wholePart(part.get());
    }
    int first = Integer.parseInt(matcher.group(2));
    int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
    if (last < first || last >= part.get().points()) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' chooses no landmarks: the points of %s go from 0 to %d",
              item, part.get().columnName(), part.get().points() - 1));
    }
    return IntStream.rangeClosed(first, last).mapToObj(i -> new Point(part.get(), i)).toList();
  }

  /** Name by which {@link #of(String)} finds this selection. */
  public String name() {
    return name;
  }

  /** Number of points a frame. */
  public int size() {
    return points.size();
  }

  /** The points in their order. */
  public List<Point> points() {
    return points;
  }

  /** Place of the nose tip, to which coordinates are made relative; -1 where it is not chosen. */
  public int nose() {
    return nose;
  }

  /** Parts that the points are of: others need not be read. */
  public Set<LandmarkPart> parts() {
    Set<LandmarkPart> parts = EnumSet.noneOf(LandmarkPart.class);
    points.forEach(point -> parts.add(point.part()));
    return parts;
  }

  /** Places of the points of a part, ascending; none where the part is not chosen. */
  public int[] places(LandmarkPart part) {
    return IntStream.range(0, size()).filter(place -> points.get(place).part() == part).toArray();
  }

  /** Whether the point at a place is one of a hand. */
  public boolean isHand(int place) {
    LandmarkPart part = points.get(place).part();
    return part == LandmarkPart.RIGHT_HAND || part == LandmarkPart.LEFT_HAND;
  }

  /**
   * Place of each point's mirror twin: {@code int[size]}, its own inverse. Points on the midline
   * are their own twins, those of one hand have theirs in the other. -1 where a twin is not chosen.
   */
  public int[] mirrored() {
    return mirrored.clone();
  }

  /**
   * The selected points of a sequence; a point that lacks a number is NaN in all three.
   *
   * @throws ArithmeticException if the sequence has more frames than an array holds
   */
  public SelectedPoints pick(LandmarkSequence sequence) {
    Map<LandmarkPart, float[]> numbers = new EnumMap<>(LandmarkPart.class);
    parts().forEach(part -> numbers.put(part, sequence.numbers(part)));
    return pick(sequence.frames(), numbers);
  }

  /**
   * The same of the parts' numbers, of which those of {@link #parts()} are needed.
   *
   * @param frames number of frames, 1 or more
   * @param parts {@code float[frames * points * channels]} each
   * @throws IllegalArgumentException if a part is missing or of another length, naming it
   */
  public SelectedPoints pick(int frames, Map<LandmarkPart, float[]> parts) {
    for (LandmarkPart part : parts()) {
      float[] numbers = parts.get(part);
      int length = numbers == null ? 0 : numbers.length;
      if (frames < 1 || length != (long) frames * part.floatsPerFrame()) {
        throw new IllegalArgumentException(
            String.format(
                "%s of %d frames is %d numbers, not %d",
                part.columnName(), frames, (long) frames * part.floatsPerFrame(), length));
      }
    }
    int step = size() * SelectedPoints.CHANNELS;
    float[] xyz = new float[Math.multiplyExact(frames, step)];
    for (int place = 0; place < size(); place++) {
      Point point = points.get(place);
      int channels = point.part().channels();
      int from = point.index() * channels;
      int to = place * SelectedPoints.CHANNELS;
      float[] numbers = parts.get(point.part());
      for (int frame = 0; frame < frames; frame++) {
        copyPoint(numbers, from, xyz, to);
        from += point.part().floatsPerFrame();
        to += step;
      }
    }
    return SelectedPoints.owning(frames, size(), xyz);
  }

  private static void copyPoint(float[] numbers, int from, float[] xyz, int to) {
    float x = numbers[from];
    float y = numbers[from + 1];
    float z = numbers[from + 2];
    boolean present = Float.isFinite(x) && Float.isFinite(y) && Float.isFinite(z);
    xyz[to] = present ? x : Float.NaN;
    xyz[to + 1] = present ? y : Float.NaN;
    xyz[to + 2] = present ? z : Float.NaN;
  }

  /**
   * A sequence that has the selected points and no others: what {@link #pick} took, put back. Pose
   * points that are there get visibility 1.
   *
   * @throws IllegalArgumentException if the points are not as many as are selected, or rate or size
   *     are not as {@link LandmarkSequence#of} wants them
   */
  public LandmarkSequence sequence(
      SelectedPoints selected, float framesPerSecond, int imageWidth, int imageHeight) {
    if (selected.points() != size()) {
      throw new IllegalArgumentException(
          String.format(
              "the selection %s has %d points a frame, not %d", name, size(), selected.points()));
    }
    int frames = selected.frames();
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] absent = new float[Math.multiplyExact(frames, part.floatsPerFrame())];
      Arrays.fill(absent, Float.NaN);
      parts.put(part, absent);
    }
    for (int place = 0; place < size(); place++) {
      Point point = points.get(place);
      float[] numbers = parts.get(point.part());
      for (int frame = 0; frame < frames; frame++) {
        int at = frame * point.part().floatsPerFrame() + point.index() * point.part().channels();
        for (int channel = 0; channel < SelectedPoints.CHANNELS; channel++) {
          numbers[at + channel] = selected.value(frame, place, channel);
        }
        if (point.part() == LandmarkPart.POSE && selected.isPresent(frame, place)) {
          numbers[at + SelectedPoints.CHANNELS] = 1;
        }
      }
    }
    return LandmarkSequence.owning(frames, framesPerSecond, imageWidth, imageHeight, parts);
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Point> wlasl180Points() {
    List<Point> points = new ArrayList<>(wholePart(LandmarkPart.RIGHT_HAND));
    points.addAll(wholePart(LandmarkPart.LEFT_HAND));
    for (int i = FIRST_WLASL180_POSE_POINT; i <= LAST_WLASL180_POSE_POINT; i++) {
      points.add(new Point(LandmarkPart.POSE, i));
    }
    for (int i : WLASL180_FACE) {
      points.add(new Point(LandmarkPart.FACE, i));
    }
    return points;
  }

  private static List<Point> allPoints() {
    return Arrays.stream(LandmarkPart.values()).flatMap(part -> wholePart(part).stream()).toList();
  }

  private static List<Point> wholePart(LandmarkPart part) {
    return IntStream.range(0, part.points()).mapToObj(i -> new Point(part, i)).toList();
  }
}
