package org.pose2gloss.pipelines.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.FloatList;

/**
 * Everything that is counted of some rows of the table of landmarks; counts of other rows can be
 * added. Memory: a megabyte, and a number a gloss. Not thread safe.
 */
final class LandmarkCounts {
  private static final List<Feature> FEATURES = Feature.all();
  private static final Map<Feature, Integer> PLACES = new HashMap<>();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  static {
    FEATURES.forEach(feature -> PLACES.put(feature, PLACES.size()));
  }

  private long rows;
  private long misshapen;
  private long unlabelled;
  private long duplicates;
  private final Map<VideoNumber, NumberCounts> videoNumbers = new EnumMap<>(VideoNumber.class);

  /** Null until a row is counted: counts of labels need none. */
  private NumberCounts[] features;

  private final Map<String, Long> glosses = new TreeMap<>();
  private final Map<String, Long> splits = new TreeMap<>();

  LandmarkCounts() {
    for (VideoNumber number : VideoNumber.values()) {
      videoNumbers.put(number, new NumberCounts(number.bins()));
    }
  }

  /**
   * Counts a row of the table of landmarks; one whose arrays do not have the length that its frames
   * want has no landmarks.
   */
  void add(Record row) {
    rows++;
    for (VideoNumber number : Described.LANDMARKS.numbers()) {
      Object value = row.getField(number.column());
      videoNumbers.get(number).add(value == null ? Float.NaN : ((Number) value).floatValue());
    }
    Map<LandmarkPart, float[]> numbers = new EnumMap<>(LandmarkPart.class);
    Object frames = row.getField(VideoNumber.FRAMES.column());
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] own = FloatList.toArray(row.getField(part.columnName()));
      if (own == null
          || !(frames instanceof Integer count)
          || own.length != (long) count * part.floatsPerFrame()) {
        misshapen++;
        return;
      }
      numbers.put(part, own);
    }
    int first = 0;
    for (LandmarkPart part : LandmarkPart.values()) {
      count(numbers.get(part), first, part.floatsPerFrame());
      first += part.floatsPerFrame();
    }
  }

  /**
   * Counts a trace: of the landmarks those that it has, of the numbers once a video likewise. What
   * a model does not look at is not absent, it is not there to be compared.
   */
  void addTrace(Record row) {
    rows++;
    for (VideoNumber number : Described.TRACES.numbers()) {
      if (row.getField(number.column()) instanceof Number value) {
        videoNumbers.get(number).add(value.floatValue());
      }
    }
    if (!(row.getField("landmarks") instanceof String name)) {
      return;
    }
    int[] places = places(name);
    float[] xyz = FloatList.toArray(row.getField("xyz"));
    if (xyz == null
        || !(row.getField(VideoNumber.FRAMES.column()) instanceof Integer frames)
        || xyz.length != (long) frames * places.length) {
      misshapen++;
      return;
    }
    NumberCounts[] counts = features();
    for (int i = 0; i < xyz.length; i++) {
      counts[places[i % places.length]].add(xyz[i]);
    }
  }

  /** Which feature each number of a frame of chosen points is. */
  private static int[] places(String chosen) {
    return PointSelection.of(chosen).points().stream()
        .flatMapToInt(
            point ->
                IntStream.range(0, SelectedPoints.CHANNELS)
                    .map(i -> PLACES.get(new Feature(point.part(), point.index(), i))))
        .toArray();
  }

  private void count(float[] numbers, int first, int perFrame) {
    NumberCounts[] counts = features();
    for (int frame = 0; frame < numbers.length; frame += perFrame) {
      for (int i = 0; i < perFrame; i++) {
        counts[first + i].add(numbers[frame + i]);
      }
    }
  }

  private NumberCounts[] features() {
    if (features == null) {
      features =
          FEATURES.stream().map(one -> new NumberCounts(one.bins())).toArray(NumberCounts[]::new);
    }
    return features;
  }

  /** Counts the label of a row. */
  void addLabel(String gloss, String split) {
    if (gloss == null) {
      unlabelled++;
    } else {
      glosses.merge(gloss, 1L, Long::sum);
    }
    splits.merge(split == null ? "" : split, 1L, Long::sum);
  }

  /** Counts rows whose id another row has. */
  void addDuplicates(long count) {
    duplicates += count;
  }

  /** Counts what another has counted. */
  LandmarkCounts add(LandmarkCounts other) {
    rows += other.rows;
    misshapen += other.misshapen;
    unlabelled += other.unlabelled;
    duplicates += other.duplicates;
    videoNumbers.forEach((number, counts) -> counts.add(other.videoNumbers.get(number)));
    if (other.features != null) {
      for (int i = 0; i < other.features.length; i++) {
        features()[i].add(other.features[i]);
      }
    }
    other.glosses.forEach((gloss, count) -> glosses.merge(gloss, count, Long::sum));
    other.splits.forEach((split, count) -> splits.merge(split, count, Long::sum));
    return this;
  }

  /** What has been counted, of a version of the table. */
  TableStatistics statistics(TableStatistics.Source source) {
    Map<String, Distribution> videos = new TreeMap<>();
    for (VideoNumber number : VideoNumber.values()) {
      videos.put(number.column(), videoNumbers.get(number).distribution());
    }
    Map<String, Distribution> landmarks = new TreeMap<>();
    for (int i = 0; i < FEATURES.size(); i++) {
      landmarks.put(FEATURES.get(i).name(), features()[i].distribution());
    }
    return new TableStatistics(
        TableStatistics.FORMAT,
        source,
        rows,
        misshapen,
        duplicates,
        unlabelled,
        glosses,
        splits,
        videos,
        landmarks);
  }

  void write(DataOutputStream out) throws IOException {
    for (long number : new long[] {rows, misshapen, unlabelled, duplicates}) {
      VarInt.encode(number, out);
    }
    for (NumberCounts counts : videoNumbers.values()) {
      counts.write(out);
    }
    out.writeBoolean(features != null);
    if (features != null) {
      for (NumberCounts counts : features) {
        counts.write(out);
      }
    }
    write(glosses, out);
    write(splits, out);
  }

  private static void write(Map<String, Long> counts, DataOutputStream out) throws IOException {
    VarInt.encode(counts.size(), out);
    for (Map.Entry<String, Long> one : counts.entrySet()) {
      TEXT.encode(one.getKey(), out);
      VarInt.encode(one.getValue(), out);
    }
  }

  static LandmarkCounts read(DataInputStream in) throws IOException {
    LandmarkCounts counts = new LandmarkCounts();
    counts.rows = VarInt.decodeLong(in);
    counts.misshapen = VarInt.decodeLong(in);
    counts.unlabelled = VarInt.decodeLong(in);
    counts.duplicates = VarInt.decodeLong(in);
    for (VideoNumber number : VideoNumber.values()) {
      counts.videoNumbers.put(number, NumberCounts.read(number.bins(), in));
    }
    if (in.readBoolean()) {
      counts.features = new NumberCounts[FEATURES.size()];
      for (int i = 0; i < counts.features.length; i++) {
        counts.features[i] = NumberCounts.read(FEATURES.get(i).bins(), in);
      }
    }
    read(counts.glosses, in);
    read(counts.splits, in);
    return counts;
  }

  private static void read(Map<String, Long> counts, DataInputStream in) throws IOException {
    int size = VarInt.decodeInt(in);
    for (int i = 0; i < size; i++) {
      String key = TEXT.decode(in);
      counts.put(key, VarInt.decodeLong(in));
    }
  }
}
