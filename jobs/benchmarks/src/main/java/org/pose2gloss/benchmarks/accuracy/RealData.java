package org.pose2gloss.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pose2gloss.benchmarks.generate.NumpyArchive;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.PointSelection;

/** The real labelled data that accuracy is measured on, each with splits that no signer crosses. */
final class RealData {
  /** The part that is judged where the data have an official split into training and validation. */
  static final int VALIDATION = 0;

  private static final int TRAINING = 1;
  private static final int UNUSED = -1;
  private static final int FOLDS = 5;
  private static final int CHANNELS = Example.CHANNELS;

  private static final PointSelection HANDS = PointSelection.of("right_hand,left_hand");
  private static final PointSelection HANDS_AND_POSE =
      PointSelection.of("right_hand,left_hand,pose:11-16,pose:0,pose:23-26");

  /** Place of pose point 0, the nose, in {@link #HANDS_AND_POSE}. */
  private static final int POSE_NOSE = 48;

  private final Path folder;

  RealData(Path folder) {
    this.folder = folder;
  }

  /**
   * The data of a name.
   *
   * <ul>
   *   <li>{@code wlasl100}, {@code wlasl300}, {@code wlasl2000}: hands; part 0 is the official
   *       validation split. Of clips that are the same video under two names, those in the training
   *       split are left out.
   *   <li>{@code wlasl100-signers}, {@code wlasl300-signers}: five parts of unlike signers.
   *   <li>{@code wlasl50}: hands and pose, five parts of unlike signers.
   *   <li>{@code fingerspelling}: all points, five parts of unlike sign languages.
   *   <li>{@code bhutanese}: all points, five parts of unlike recordings.
   * </ul>
   */
  LabelledData named(String name) throws IOException {
    return switch (name) {
      case "wlasl100" -> hands(100, false);
      case "wlasl300" -> hands(300, false);
      case "wlasl2000" -> hands(2000, false);
      case "wlasl100-signers" -> hands(100, true);
      case "wlasl300-signers" -> hands(300, true);
      case "wlasl50" -> wlasl50();
      case "fingerspelling" -> fingerspelling();
      case "bhutanese" -> bhutanese();
      default -> throw new IOException("There are no data of the name '" + name + "'.");
    };
  }

  private LabelledData hands(int glosses, boolean bySigner) throws IOException {
    Path archive = folder.resolve("wlasl-hands/wlasl2000_hands_trainval_f16.npz");
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      float[] landmarks = arrays.floats("landmarks");
      int[] found = arrays.integers("mask");
      int[] offsets = arrays.integers("offsets");
      int[] labels = arrays.integers("label");
      int[] subsets = arrays.integers("subset");
      int[] signers = arrays.integers("signer_fold");
      List<String> splits = arrays.texts("split");
      List<String> videos = arrays.texts("video_id");
      Twins twins = Twins.read(folder.resolve("wlasl-hands/near_duplicates_300.csv"));
      List<Example> examples = new ArrayList<>();
      List<Integer> folds = new ArrayList<>();
      for (int clip = 0; clip < labels.length; clip++) {
        if (subsets[clip] > glosses) {
          continue;
        }
        float[] slots = slots(landmarks, found, offsets[clip], offsets[clip + 1]);
        examples.add(example(videos.get(clip), labels[clip], HandTracks.tellApart(slots), HANDS));
        folds.add(bySigner ? signers[clip] : official(splits.get(clip), videos.get(clip), twins));
      }
      return new LabelledData(HANDS, -1, examples, folds);
    }
  }

  private static int official(String split, String video, Twins twins) {
    if (split.equals("val")) {
      return VALIDATION;
    }
    return twins.has(video) ? UNUSED : TRAINING;
  }

  /** Hands that were not found are zero in the archive; here they are NaN. */
  private static float[] slots(float[] landmarks, int[] found, int from, int to) {
    int hand = landmarks.length / found.length;
    float[] slots = Arrays.copyOfRange(landmarks, from * 2 * hand, to * 2 * hand);
    for (int i = 0; i < slots.length / hand; i++) {
      if (found[from * 2 + i] == 0) {
        Arrays.fill(slots, i * hand, (i + 1) * hand, Float.NaN);
      }
    }
    return slots;
  }

  private LabelledData wlasl50() throws IOException {
    Path archive = folder.resolve("wlasl50-handspose/wlasl50_handspose.npz");
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      float[] landmarks = arrays.floats("landmarks");
      int[] frames = arrays.integers("n_frames");
      int[] labels = arrays.integers("label");
      int[] sequences = arrays.integers("sequence");
      int size = landmarks.length / labels.length;
      int frame = HANDS_AND_POSE.size() * CHANNELS;
      List<Example> examples = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        float[] xyz = Arrays.copyOfRange(landmarks, i * size, i * size + frames[i] * frame);
        examples.add(example("" + i, labels[i], absentWhereZero(xyz), HANDS_AND_POSE));
      }
      return new LabelledData(HANDS_AND_POSE, POSE_NOSE, examples, contiguous(sequences));
    }
  }

  private LabelledData fingerspelling() throws IOException {
    Path archive = folder.resolve("fingerspelling/fingerspelling_180_f16.npz");
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      List<String> letters = arrays.texts("letter");
      List<String> names = new ArrayList<>(new TreeSet<>(letters));
      // fsl's files are ase's own: a part has both or none.
      List<String> languages =
          arrays.texts("signed_language").stream().map(l -> l.equals("fsl") ? "ase" : l).toList();
      List<String> order = new ArrayList<>(new TreeSet<>(languages));
      int[] numbers = languages.stream().mapToInt(order::indexOf).toArray();
      int[] labels = letters.stream().mapToInt(names::indexOf).toArray();
      List<Example> examples =
          stacked(arrays.floats("landmarks"), arrays.integers("offsets"), labels);
      return new LabelledData(
          PointSelection.wlasl180(),
          PointSelection.wlasl180().nose(),
          examples,
          contiguous(numbers));
    }
  }

  private LabelledData bhutanese() throws IOException {
    Path archive = folder.resolve("bhutanese16-holistic/bhutanese16_180_f16.npz");
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      int[] labels = arrays.integers("label");
      float[] landmarks = arrays.floats("landmarks");
      int frames = landmarks.length / labels.length / PointSelection.wlasl180().size() / CHANNELS;
      int[] offsets = new int[labels.length + 1];
      Arrays.setAll(offsets, i -> i * frames);
      // The recordings of each sign one after the other: each part takes a fifth of them in a row.
      int[] total = new int[labels.length];
      int[] seen = new int[labels.length];
      for (int label : labels) {
        total[label]++;
      }
      List<Integer> folds = new ArrayList<>();
      for (int label : labels) {
        folds.add(seen[label]++ * FOLDS / total[label]);
      }
      return new LabelledData(
          PointSelection.wlasl180(),
          PointSelection.wlasl180().nose(),
          stacked(landmarks, offsets, labels),
          folds);
    }
  }

  private static List<Example> stacked(float[] landmarks, int[] offsets, int[] labels) {
    int frame = PointSelection.wlasl180().size() * CHANNELS;
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      float[] xyz = Arrays.copyOfRange(landmarks, offsets[i] * frame, offsets[i + 1] * frame);
      examples.add(example("" + i, labels[i], absentWhereZero(xyz), PointSelection.wlasl180()));
    }
    return examples;
  }

  private static Example example(String id, int label, float[] xyz, PointSelection selection) {
    return new Example(id, label, xyz.length / selection.size() / CHANNELS, xyz);
  }

  private static float[] absentWhereZero(float[] xyz) {
    for (int at = 0; at < xyz.length; at += CHANNELS) {
      if (xyz[at] == 0 && xyz[at + 1] == 0 && xyz[at + 2] == 0) {
        Arrays.fill(xyz, at, at + CHANNELS, Float.NaN);
      }
    }
    return xyz;
  }

  /** Parts of about as many groups each, groups taken in the order of their numbers. */
  private static List<Integer> contiguous(int[] groups) {
    Set<Integer> numbers = new TreeSet<>(Arrays.stream(groups).boxed().toList());
    List<Integer> order = new ArrayList<>(numbers);
    return Arrays.stream(groups)
        .mapToObj(group -> order.indexOf(group) * FOLDS / order.size())
        .toList();
  }
}
