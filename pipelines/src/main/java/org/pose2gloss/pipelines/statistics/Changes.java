package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.pipelines.statistics.Anomaly.Kind;

/** What has changed from a baseline to a version: columns, glosses, coverage and lengths. */
final class Changes {
  private final TableStatistics baseline;
  private final TableStatistics current;
  private final Thresholds thresholds;
  private final List<Anomaly> found = new ArrayList<>();

  private Changes(TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    this.baseline = baseline;
    this.current = current;
    this.thresholds = thresholds;
  }

  /** The changes that are anomalies. */
  static List<Anomaly> between(
      TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    Changes changes = new Changes(baseline, current, thresholds);
    // Of two tables, such as landmarks and traces, columns differ and so may glosses: how these are
    // distributed is told nevertheless.
    if (baseline.source().table().equals(current.source().table())) {
      changes.schema();
      changes.classes();
    }
    changes.coverage();
    changes.length();
    return changes.found;
  }

  private void schema() {
    List<TableStatistics.Column> before = baseline.source().schema();
    List<TableStatistics.Column> now = current.source().schema();
    for (TableStatistics.Column column : before) {
      if (!now.contains(column)) {
        found.add(
            plain(
                Kind.SCHEMA_CHANGE,
                column.name(),
                String.format(
                    Locale.ROOT,
                    "The column %s (%s) is not as in the baseline.",
                    column.name(),
                    column.type())));
      }
    }
    for (TableStatistics.Column column : now) {
      if (before.stream().noneMatch(one -> one.name().equals(column.name()))) {
        found.add(
            plain(
                Kind.SCHEMA_CHANGE,
                column.name(),
                String.format(
                    Locale.ROOT, "The column %s is not in the baseline.", column.name())));
      }
    }
  }

  private void classes() {
    current
        .glosses()
        .forEach(
            (gloss, rows) -> {
              if (!baseline.glosses().containsKey(gloss)) {
                found.add(
                    new Anomaly(
                        Kind.UNEXPECTED_CLASS,
                        gloss,
                        0.0,
                        (double) rows,
                        null,
                        String.format(
                            Locale.ROOT,
                            "The gloss '%s' (%,d videos) is not in the baseline.",
                            gloss,
                            rows)));
              }
            });
    baseline
        .glosses()
        .forEach(
            (gloss, rows) -> {
              if (!current.glosses().containsKey(gloss)) {
                found.add(
                    new Anomaly(
                        Kind.CLASS_VANISHED,
                        gloss,
                        (double) rows,
                        0.0,
                        null,
                        String.format(
                            Locale.ROOT,
                            "The gloss '%s' (%,d videos in the baseline) has none.",
                            gloss,
                            rows)));
              }
            });
  }

  private void coverage() {
    for (LandmarkPart part : LandmarkPart.values()) {
      Double before = mean(baseline, VideoNumber.coverage(part));
      Double now = mean(current, VideoNumber.coverage(part));
      if (before != null && now != null && before - now > thresholds.coverageDrop()) {
        found.add(
            new Anomaly(
                Kind.COVERAGE_DROP,
                VideoNumber.coverage(part),
                before,
                now,
                before - thresholds.coverageDrop(),
                String.format(
                    Locale.ROOT,
                    "The %s is found in %.1f %% of the frames, in the baseline in %.1f %%.",
                    part.columnName().replace('_', ' '),
                    100 * now,
                    100 * before)));
      }
    }
  }

  private void length() {
    Double before = mean(baseline, VideoNumber.FRAMES.column());
    Double now = mean(current, VideoNumber.FRAMES.column());
    if (before != null
        && now != null
        && Math.abs(now - before) > thresholds.lengthShift() * before) {
      found.add(
          new Anomaly(
              Kind.LENGTH_SHIFT,
              VideoNumber.FRAMES.column(),
              before,
              now,
              before * (1 + Math.signum(now - before) * thresholds.lengthShift()),
              String.format(
                  Locale.ROOT,
                  "A video has %.1f frames on average, in the baseline %.1f.",
                  now,
                  before)));
    }
  }

  private static Double mean(TableStatistics statistics, String column) {
    return statistics.videos().get(column).mean();
  }

  private static Anomaly plain(Kind kind, String subject, String sentence) {
    return new Anomaly(kind, subject, null, null, null, sentence);
  }
}
