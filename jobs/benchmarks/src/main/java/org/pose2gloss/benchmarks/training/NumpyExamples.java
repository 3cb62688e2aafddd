package org.pose2gloss.benchmarks.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.benchmarks.generate.NumpyArchive;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.features.PointSelection;

/** Examples from a NumPy archive, so that a Python program can train the same network on them. */
public final class NumpyExamples {

  /** The original system's network with WLASL's 180 points and 100 glosses. */
  public static final NetworkOptions NETWORK =
      NetworkOptions.original(
          PointSelection.wlasl180().size(), PointSelection.wlasl180().nose(), 100);

  private NumpyExamples() {}

  /**
   * Reads an archive of {@code landmarks [frames of all examples][points][3]}, NaN where absent,
   * {@code offsets}, where each example begins and the last one ends, and {@code label}.
   */
  public static List<Example> read(Path archive) throws IOException {
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      float[] landmarks = arrays.floats("landmarks");
      int[] offsets = arrays.integers("offsets");
      int[] labels = arrays.integers("label");
      int frame = NETWORK.points() * Example.CHANNELS;
      List<Example> examples = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        float[] xyz = Arrays.copyOfRange(landmarks, offsets[i] * frame, offsets[i + 1] * frame);
        examples.add(new Example(Integer.toString(i), labels[i], offsets[i + 1] - offsets[i], xyz));
      }
      return examples;
    }
  }
}
