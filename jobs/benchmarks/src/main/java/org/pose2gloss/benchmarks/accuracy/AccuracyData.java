package org.pose2gloss.benchmarks.accuracy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pose2gloss.benchmarks.NumpyFormat;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.PointSelection;

/** Writes the real data as {@link AccuracyTrial} sees them, for a Python program to train on. */
public final class AccuracyData {
  private AccuracyData() {}

  /**
   * Writes {@code points [frames][points][3]} with NaN where absent, {@code offsets} where each
   * sequence begins and the last one ends, {@code labels}, {@code folds} and {@code places}, where
   * each point belongs among the original system's 180, -1 for nowhere; all in single precision.
   *
   * @param arguments folder of the real data, name of the data, folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    LabelledData real = new RealData(Path.of(arguments[0])).named(arguments[1]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    List<Example> examples = real.examples();
    float[] offsets = new float[examples.size() + 1];
    for (int i = 0; i < examples.size(); i++) {
      offsets[i + 1] = offsets[i] + examples.get(i).frames();
    }
    int rows = (int) offsets[examples.size()];
    try (OutputStream out = file(folder, "points", rows, real.selection().size(), 3)) {
      for (Example example : examples) {
        write(out, example.xyz());
      }
    }
    float[] labels = new float[examples.size()];
    float[] folds = new float[examples.size()];
    for (int i = 0; i < examples.size(); i++) {
      labels[i] = examples.get(i).label();
      folds[i] = real.folds().get(i);
    }
    write(folder, "offsets", offsets);
    write(folder, "labels", labels);
    write(folder, "folds", folds);
    write(folder, "places", places(real));
  }

  private static float[] places(LabelledData real) {
    List<PointSelection.Point> original = PointSelection.wlasl180().points();
    float[] places = new float[real.selection().size()];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          i == real.nose()
              ? PointSelection.wlasl180().nose()
              : original.indexOf(real.selection().points().get(i));
    }
    return places;
  }

  private static void write(Path folder, String name, float[] numbers) throws IOException {
    try (OutputStream out = file(folder, name, numbers.length)) {
      write(out, numbers);
    }
  }

  private static OutputStream file(Path folder, String name, int... shape) throws IOException {
    OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".npy")));
    out.write(NumpyFormat.floatHeader(shape));
    return out;
  }

  private static void write(OutputStream out, float[] numbers) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    out.write(bytes.array());
  }
}
