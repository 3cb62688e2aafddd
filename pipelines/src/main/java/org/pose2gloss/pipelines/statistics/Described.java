package org.pose2gloss.pipelines.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.Tables;

/** Tables that statistics are made of, and how a row of theirs is counted. */
public enum Described {
  /** All landmarks of every video; its label stands in the table of videos. */
  LANDMARKS(
      Tables.LANDMARKS,
      List.of(VideoNumber.values()),
      Stream.of(LandmarkPart.values()).map(LandmarkPart::columnName).toList()) {
    @Override
    void count(Record row, LandmarkCounts counts) {
      counts.add(row);
    }
  },

  /**
   * What a served model was asked: those landmarks that it looks at. What it answered takes the
   * label's place.
   */
  TRACES(
      Tables.TRACES,
      List.of(
          VideoNumber.FRAMES,
          VideoNumber.RIGHT_HAND_COVERAGE,
          VideoNumber.LEFT_HAND_COVERAGE,
          VideoNumber.POSE_COVERAGE,
          VideoNumber.FACE_COVERAGE),
      List.of("predicted", "points", "landmarks", "xyz")) {
    @Override
    void count(Record row, LandmarkCounts counts) {
      counts.addTrace(row);
      counts.addLabel((String) row.getField("predicted"), null);
    }
  };

  private final Tables table;

  @SuppressWarnings("ImmutableEnumChecker") // The list is immutable, only not marked.
  private final List<VideoNumber> numbers;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> more;

  Described(Tables table, List<VideoNumber> numbers, List<String> more) {
    this.table = table;
    this.numbers = numbers;
    this.more = more;
  }

  /**
   * The table of a name.
   *
   * @throws StatisticsException if there is none of that name
   */
  public static Described named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.table.tableName().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new StatisticsException(
                    String.format(
                        "Statistics are made of the tables %s, not of '%s'.",
                        Arrays.stream(values())
                            .map(one -> one.table.tableName())
                            .collect(Collectors.joining(" and ")),
                        name)));
  }

  /** The table. */
  public Tables table() {
    return table;
  }

  /** Counts a row. */
  abstract void count(Record row, LandmarkCounts counts);

  /** Numbers that it has once a row. */
  List<VideoNumber> numbers() {
    return numbers;
  }

  /** Columns that are read. */
  String[] columns() {
    return Stream.of(Stream.of("id"), numbers.stream().map(VideoNumber::column), more.stream())
        .flatMap(names -> names)
        .toArray(String[]::new);
  }
}
