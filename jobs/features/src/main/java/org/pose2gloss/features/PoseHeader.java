package org.pose2gloss.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a {@code .pose} file's header says: its version, the picture's size, the components.
 *
 * @param version 1 for 0.1, 2 for 0.2
 * @param width width of the picture in pixels, 1 or more
 * @param height height of the picture in pixels, 1 or more
 * @param components all components, in the file's order
 */
record PoseHeader(int version, int width, int height, List<Component> components) {

  /**
   * One component of the file.
   *
   * @param name its name, such as {@code POSE_LANDMARKS}
   * @param format one letter a number of a point, the last being C for confidence, such as XYZC
   * @param points the names of its points
   */
  record Component(String name, String format, List<String> points) {}

  /** What pose-format writes is XYC, XYZC and, with a depth camera, XYZKC. */
  private static final Pattern FORMAT = Pattern.compile("XY[A-Z]{0,8}C");

  /** Numbers of a point without its confidence: that of the component with the most. */
  int dimensions() {
    return components.stream().mapToInt(component -> component.format().length()).max().orElse(1)
        - 1;
  }

  /** Points of one person in one frame, over all components. */
  int points() {
    return components.stream().mapToInt(component -> component.points().size()).sum();
  }

  static PoseHeader read(LittleEndianInput in) throws IOException {
    int version = version(in.float32("the version"));
    int width = in.unsignedShort("the width");
    int height = in.unsignedShort("the height");
    in.unsignedShort("the depth");
    if (width == 0 || height == 0) {
      throw new PoseFileException(
          String.format(
              "the .pose file's header gives a picture of %d x %d pixels, in which no point has a place",
              width, height));
    }
    int count = in.unsignedShort("the number of components");
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      components.add(component(in, "component " + i));
    }
    PoseHeader header = new PoseHeader(version, width, height, List.copyOf(components));
    if (header.points() == 0) {
      throw new PoseFileException("the .pose file's header has no points");
    }
    return header;
  }

  private static int version(float version) throws PoseFileException {
    // As the reference implementation compares: the float nearest to 0.2 is not 0.2.
    long thousandths = Float.isFinite(version) ? Math.round(version * 1000.0) : -1;
    if (thousandths == 100) {
      return 1;
    }
    if (thousandths == 200) {
      return 2;
    }
    throw new PoseFileException(
        String.format(
            "the .pose file says version %s; versions 0.1 and 0.2 can be read, so it is of another"
                + " version or no .pose file",
            version));
  }

  private static Component component(LittleEndianInput in, String which) throws IOException {
    String name = in.string("the name of " + which);
    String format = in.string("the format of " + which);
    if (!FORMAT.matcher(format).matches()) {
      throw new PoseFileException(
          String.format(
              "%s of the .pose file has a point format of %d letters that is not like XYC or XYZC",
              which, format.length()));
    }
    int points = in.unsignedShort("the number of points of " + which);
    int limbs = in.unsignedShort("the number of limbs of " + which);
    int colors = in.unsignedShort("the number of colours of " + which);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      names.add(in.string("the name of point " + i + " of " + which));
    }
    in.skip(limbs * 2L * Short.BYTES, "the limbs of " + which);
    in.skip(colors * 3L * Short.BYTES, "the colours of " + which);
    return new Component(name, format, List.copyOf(names));
  }
}
