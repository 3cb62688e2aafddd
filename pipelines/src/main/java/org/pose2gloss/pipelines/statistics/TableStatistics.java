package org.pose2gloss.pipelines.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pose2gloss.tables.Reasons;

/**
 * What a version of the table of landmarks is like.
 *
 * @param format {@link #FORMAT} of the program that made it
 * @param source the version
 * @param rows rows
 * @param misshapen rows whose arrays do not have the length that their frames want; their landmarks
 *     are not counted
 * @param duplicates rows whose id another row has
 * @param unlabelled rows whose video has no gloss
 * @param glosses rows of each gloss
 * @param splits rows of each split, "" where unassigned
 * @param videos what is said once a video, by column: lengths, sizes, coverage of each part
 * @param landmarks each number of each landmark over all frames, such as {@code right_hand.WRIST.x}
 */
public record TableStatistics(
    int format,
    Source source,
    long rows,
    long misshapen,
    long duplicates,
    long unlabelled,
    Map<String, Long> glosses,
    Map<String, Long> splits,
    Map<String, Distribution> videos,
    Map<String, Distribution> landmarks) {
  /** Changes when bins or meanings do: statistics of two formats cannot be compared. */
  public static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Keeps sorted copies. */
  public TableStatistics {
    glosses = new TreeMap<>(glosses);
    splits = new TreeMap<>(splits);
    videos = new TreeMap<>(videos);
    landmarks = new TreeMap<>(landmarks);
  }

  /**
   * Where they are from.
   *
   * @param table full name of the table
   * @param snapshot its version
   * @param committedAt when that was committed, ISO 8601
   * @param bytes size of its files
   * @param labelsSnapshot version of the table of videos that labels are taken from, null if none
   * @param schema columns and their types
   */
  public record Source(
      String table,
      long snapshot,
      String committedAt,
      long bytes,
      Long labelsSnapshot,
      List<Column> schema) {}

  /** A column of the table with its type as Iceberg writes it. */
  public record Column(String name, String type) {}

  /** Frames of all rows, by their column. */
  long frames() {
    Distribution frames = videos.get(VideoNumber.FRAMES.column());
    return frames.count() == 0 ? 0 : Math.round(frames.mean() * frames.count());
  }

  /** Of a number once a video or of a landmark, by its name; null if there is none. */
  Distribution distribution(String feature) {
    Distribution video = videos.get(feature);
    return video == null ? landmarks.get(feature) : video;
  }

  /** One JSON object. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #json()} wrote.
   *
   * @param name where it is from, for the sentence
   * @throws StatisticsException if it is something else or of another format
   */
  public static TableStatistics parse(String json, String name) {
    TableStatistics read;
    try {
      read = JSON.readValue(json, TableStatistics.class);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new StatisticsException(
          String.format(
              "%s does not hold statistics of a table (%s).",
              name, e.getMessage() == null ? "a part is missing" : Reasons.firstLine(e)),
          e);
    }
    if (read.format() != FORMAT) {
      throw new StatisticsException(
          String.format(
              "%s holds statistics of format %d, this program makes format %d: make them again.",
              name, read.format(), FORMAT));
    }
    return read;
  }
}
