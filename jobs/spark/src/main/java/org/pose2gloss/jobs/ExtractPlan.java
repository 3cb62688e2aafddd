package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
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
  private static final String[] OF_VIDEO = {
    "id",
    "uri",
    "entry",
    "media",
    "sha256",
    "frame_start",
    "frame_end",
    "frames",
    "frames_per_second",
    "duration_seconds",
    "bytes",
    "width",
    "height"
  };
  private static final String[] OF_LANDMARKS = {
    "source_sha256",
    "frame_start",
    "frame_end",
    "graph",
    "right_hand_coverage",
    "left_hand_coverage",
    "pose_coverage",
    "face_coverage"
  };
  private static final String[] OF_FAILURE = {
    "source_sha256", "frame_start", "frame_end", "graph", "kind", "reason", "uri"
  };

  private final Map<String, String> graphs = new HashMap<>();
  private final Map<String, Key> keyOfLandmarks = new HashMap<>();
  private final Map<Key, String> idOfLandmarks = new HashMap<>();
  private final Map<String, Coverage> coverages = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private final Map<String, VideoWork> videos = new TreeMap<>();
  private final HeldRows landmarkRows;
  private final HeldRows failureRows;

  /**
   * A content and what takes landmarks of it; of many million there is one each, so it is small.
   *
   * @param sha256 of the file, the row's own text
   * @param graph the same object for all rows of the same
   */
  private record Key(String sha256, int frameStart, int frameEnd, String graph)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::sha256)
            .thenComparingInt(Key::frameStart)
            .thenComparingInt(Key::frameEnd)
            .thenComparing(Key::graph);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Failure(Key key, boolean isLasting, String reason, String name) {}

  /**
   * Reads the tables.
   *
   * @param signature what takes landmarks of videos now
   */
  ExtractPlan(Warehouse warehouse, String signature) {
    landmarkRows =
        HeldRows.read(warehouse.existing(Tables.LANDMARKS), this::addLandmarks, OF_LANDMARKS);
    failureRows = HeldRows.read(warehouse.existing(Tables.FAILURES), this::addFailure, OF_FAILURE);
    try (Rows<VideoWork> rows =
        TableReader.of(warehouse.existing(Tables.VIDEOS))
            .select(OF_VIDEO)
            .rows(row -> work(row, signature))) {
      rows.forEach(video -> videos.put(video.ids().get(0), video));
    }
  }

  private void addLandmarks(Record row) {
    String id = text(row, "id");
    Key key = key(row);
    keyOfLandmarks.put(id, key);
    idOfLandmarks.merge(key, id, (one, other) -> one.compareTo(other) < 0 ? one : other);
    coverages.put(
        id,
        new Coverage(
            fraction(row, "right_hand_coverage"),
            fraction(row, "left_hand_coverage"),
            fraction(row, "pose_coverage"),
            fraction(row, "face_coverage")));
  }

  private void addFailure(Record row) {
    String kind = text(row, "kind");
    boolean isLasting = kind != null && !kind.equals(FailedVideo.Kind.STORAGE.columnValue());
    failures.put(
        text(row, "id"), new Failure(key(row), isLasting, text(row, "reason"), text(row, "uri")));
  }

  private static String text(Record row, String column) {
    return (String) row.getField(column);
  }

  private static float fraction(Record row, String column) {
    Float value = (Float) row.getField(column);
    return value == null ? 0 : value;
  }

  /** First frame from 1, also where the table says nothing. */
  private static int frameStart(Record row) {
    Integer start = (Integer) row.getField("frame_start");
    return start == null ? 1 : Math.max(1, start);
  }

  /** Last frame or -1, also where the table says nothing. */
  private static int frameEnd(Record row) {
    Integer end = (Integer) row.getField("frame_end");
    return end == null || end < 1 ? -1 : end;
  }

  private Key key(Record row) {
    return new Key(
        text(row, "source_sha256"), frameStart(row), frameEnd(row), graph(text(row, "graph")));
  }

  private Key key(VideoWork video) {
    return new Key(video.sha256(), video.frameStart(), video.frameEnd(), graph(video.graph()));
  }

  /** One object of each. */
  private String graph(String name) {
    return graphs.computeIfAbsent(String.valueOf(name), graph -> graph);
  }

  private static VideoWork work(Record row, String signature) {
    boolean isPose = "pose".equals(text(row, "media"));
    WorkEstimate.Facts facts =
        new WorkEstimate.Facts(
            (Integer) row.getField("frames"),
            (Float) row.getField("frames_per_second"),
            (Float) row.getField("duration_seconds"),
            (Long) row.getField("bytes"),
            (Integer) row.getField("width"),
            (Integer) row.getField("height"));
    int start = frameStart(row);
    int end = frameEnd(row);
    return new VideoWork(
        List.of(text(row, "id")),
        text(row, "uri"),
        text(row, "entry"),
        isPose,
        text(row, "sha256"),
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
    Map<Key, List<VideoWork>> byKey = new TreeMap<>();
    for (VideoWork video : videos.values()) {
      Key key = key(video);
      if (!hasLandmarks(video)
          && !idOfLandmarks.containsKey(key)
          && (retryFailed || !hasFailed(video, true))) {
        byKey.computeIfAbsent(key, content -> new ArrayList<>(1)).add(video);
      }
    }
    return byKey.values().stream()
        .map(same -> together(same, suspects.contains(same.get(0).content())))
        .toList();
  }

  private static VideoWork together(List<VideoWork> same, boolean suspect) {
    VideoWork first = same.get(0);
    return same.size() == 1 && !suspect
        ? first
        : first.with(same.stream().map(video -> video.ids().get(0)).toList(), suspect);
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

  /** Coverages of the landmarks that were there before, but for some ids. */
  List<Coverage> coverages(Set<String> but) {
    return coverages.entrySet().stream()
        .filter(entry -> !but.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What puts rows in the place of those that were read. */
  LandmarkCommits commits(CommitNote note) {
    return new LandmarkCommits(note, landmarkRows, failureRows);
  }
}
