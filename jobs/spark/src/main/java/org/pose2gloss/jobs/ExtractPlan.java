package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * What there is to do: contents of table videos that have neither landmarks nor a lasting failure
 * by the same extractor.
 *
 * <p>A content is a file's SHA-256 and the part of it that shows the sign. An id's landmarks count
 * as long as the id has the same content and the same models and settings would be used. The driver
 * holds some hundred bytes of each video and each row of landmarks, and no landmark.
 */
final class ExtractPlan {
  private static final List<Column> KEY =
      List.of(col("source_sha256"), frameStart(), frameEnd(), col("graph"));

  private final Map<String, String> shared = new HashMap<>();
  private final Map<String, String> keyOfLandmarks = new HashMap<>();
  private final Map<String, String> idOfLandmarks = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private final Map<String, VideoWork> videos = new TreeMap<>();
  private final HeldRows landmarkRows;
  private final HeldRows failureRows;

  private record Failure(String key, boolean isLasting, String reason, String name) {}

  /**
   * Reads the tables.
   *
   * @param signature what takes landmarks of videos now
   */
  ExtractPlan(SparkSession spark, Warehouse warehouse, String signature) {
    landmarkRows = HeldRows.read(spark, warehouse, Tables.LANDMARKS, KEY, row -> addLandmarks(row));
    List<Column> ofFailure = new ArrayList<>(KEY);
    ofFailure.addAll(List.of(col("kind"), col("reason"), col("uri")));
    failureRows =
        HeldRows.read(spark, warehouse, Tables.FAILURES, ofFailure, row -> addFailure(row));
    for (Row row :
        spark
            .table(warehouse.sparkName(Tables.VIDEOS))
            .withColumnRenamed("sha256", "source_sha256")
            .withColumn("frame_start", frameStart())
            .withColumn("frame_end", frameEnd())
            .select(
                "id",
                "uri",
                "entry",
                "media",
                "source_sha256",
                "frame_start",
                "frame_end",
                "frames",
                "frames_per_second",
                "duration_seconds",
                "bytes",
                "width",
                "height")
            .collectAsList()) {
      videos.put(row.getAs("id"), work(row, signature));
    }
  }

  private void addLandmarks(Row row) {
    String key = key(row);
    keyOfLandmarks.put(row.getAs("id"), key);
    idOfLandmarks.merge(
        key, row.getAs("id"), (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  private void addFailure(Row row) {
    String kind = row.getAs("kind");
    boolean isLasting = kind != null && !kind.equals(FailedVideo.Kind.STORAGE.columnValue());
    failures.put(
        row.getAs("id"), new Failure(key(row), isLasting, row.getAs("reason"), row.getAs("uri")));
  }

  /** First frame from 1, also where the table says nothing. */
  private static Column frameStart() {
    return greatest(lit(1), coalesce(col("frame_start"), lit(1))).as("frame_start");
  }

  /** Last frame or -1, also where the table says nothing. */
  private static Column frameEnd() {
    return when(col("frame_end").geq(1), col("frame_end")).otherwise(-1).as("frame_end");
  }

  /** Content and graph; equal keys are one object. */
  private String key(Row row) {
    return key(
        VideoWork.content(
            row.getAs("source_sha256"),
            row.<Integer>getAs("frame_start"),
            row.<Integer>getAs("frame_end")),
        row.getAs("graph"));
  }

  private String key(String content, String graph) {
    return shared.computeIfAbsent(content + " " + graph, key -> key);
  }

  private String key(VideoWork video) {
    return key(video.content(), video.graph());
  }

  private static VideoWork work(Row row, String signature) {
    boolean isPose = row.<String>getAs("media").equals("pose");
    WorkEstimate.Facts facts =
        new WorkEstimate.Facts(
            row.getAs("frames"),
            row.getAs("frames_per_second"),
            row.getAs("duration_seconds"),
            row.getAs("bytes"),
            row.getAs("width"),
            row.getAs("height"));
    int start = row.<Integer>getAs("frame_start");
    int end = row.<Integer>getAs("frame_end");
    return new VideoWork(
        List.of(row.<String>getAs("id")),
        row.getAs("uri"),
        row.getAs("entry"),
        isPose,
        row.getAs("source_sha256"),
        start,
        end,
        isPose ? Extraction.POSE_FILE : signature,
        isPose ? WorkEstimate.pose(facts) : WorkEstimate.video(facts, start, end),
        false);
  }

  private boolean hasLandmarks(VideoWork video) {
    return key(video).equals(keyOfLandmarks.get(video.ids().get(0)));
  }

  /** Whether the id's failure is of its present content and extractor. */
  private boolean hasFailed(VideoWork video, boolean lastingOnly) {
    Failure failure = failures.get(video.ids().get(0));
    return failure != null
        && failure.key().equals(key(video))
        && (failure.isLasting() || !lastingOnly);
  }

  /** Number of videos. */
  int videos() {
    return videos.size();
  }

  /** Number of videos that have landmarks of their present content already. */
  int done() {
    return (int) videos.values().stream().filter(this::hasLandmarks).count();
  }

  /**
   * Contents that are to be extracted, each with all ids that have it.
   *
   * @param retryFailed whether contents that failed before are among them, and not only those whose
   *     storage failed
   * @param suspects contents over which a process has died
   */
  List<VideoWork> toExtract(boolean retryFailed, Set<String> suspects) {
    Map<String, List<VideoWork>> byKey = new TreeMap<>();
    for (VideoWork video : videos.values()) {
      if (!hasLandmarks(video)
          && !idOfLandmarks.containsKey(key(video))
          && (retryFailed || !hasFailed(video, true))) {
        byKey.computeIfAbsent(key(video), key -> new ArrayList<>()).add(video);
      }
    }
    return byKey.values().stream()
        .map(
            same ->
                same.get(0)
                    .with(
                        same.stream().map(video -> video.ids().get(0)).toList(),
                        suspects.contains(same.get(0).content())))
        .toList();
  }

  /** Ids without landmarks, each with another id that has those of the same content. */
  Map<String, String> toCopy() {
    Map<String, String> copies = new TreeMap<>();
    for (VideoWork video : videos.values()) {
      String other = idOfLandmarks.get(key(video));
      if (other != null && !hasLandmarks(video)) {
        copies.put(video.ids().get(0), other);
      }
    }
    return copies;
  }

  /**
   * Ids whose failure is none any more: they have landmarks, another content, or are gone.
   *
   * @param failedNow ids whose failure was written in the place of an older one
   */
  Set<String> settled(Set<String> extractedNow, Set<String> failedNow) {
    Set<String> settled = new HashSet<>(failures.keySet());
    settled.removeIf(
        id ->
            failedNow.contains(id)
                || (!extractedNow.contains(id)
                    && videos.containsKey(id)
                    && hasFailed(videos.get(id), false)
                    && !hasLandmarks(videos.get(id))));
    return settled;
  }

  /** Adds those failures from before that last, but for some ids. */
  void addFailures(FailureReasons reasons, Set<String> but) {
    failures.forEach(
        (id, failure) -> {
          if (!but.contains(id)) {
            reasons.add(failure.reason(), failure.name());
          }
        });
  }

  /** What puts rows in the place of those that were read. */
  LandmarkCommits commits(org.pose2gloss.tables.CommitNote note) {
    return new LandmarkCommits(note, landmarkRows, failureRows);
  }
}
