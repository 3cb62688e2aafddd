package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.pipelines.statistics.Anomaly.Kind;

/**
 * How a version differs from a baseline.
 *
 * @param features every feature, those that lie farthest from the baseline first
 * @param anomalies what differs more than it may
 */
public record Drift(List<FeatureDrift> features, List<Anomaly> anomalies) {
  private static final Comparator<FeatureDrift> WORST_FIRST =
      Comparator.comparingDouble(FeatureDrift::severity)
          .reversed()
          .thenComparing(FeatureDrift::feature);

  private static final String GLOSS = "gloss";

  /**
   * Compares.
   *
   * @throws StatisticsException if the two have other bins
   */
  public static Drift between(
      TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    List<FeatureDrift> features = new ArrayList<>();
    if (baseline.rows() > 0 && current.rows() > 0) {
      features.add(glosses(baseline, current, thresholds));
      Stream.of(baseline.videos(), baseline.landmarks())
          .flatMap(distributions -> distributions.keySet().stream())
          .map(name -> feature(name, baseline, current, thresholds))
          .forEach(features::add);
      features.sort(WORST_FIRST);
    }
    List<Anomaly> anomalies = new ArrayList<>();
    schema(baseline, current, anomalies);
    classes(baseline, current, anomalies);
    coverage(baseline, current, thresholds, anomalies);
    length(baseline, current, thresholds, anomalies);
    features.stream()
        .filter(FeatureDrift::shifted)
        .map(feature -> shift(feature))
        .forEach(anomalies::add);
    return new Drift(features, anomalies);
  }

  private static FeatureDrift feature(
      String name, TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    Distribution before = distribution(baseline, name);
    Distribution now = distribution(current, name);
    if (now == null || !before.comparableTo(now)) {
      throw new StatisticsException(
          String.format(
              "%s was counted in other bins in the baseline: make its statistics again.", name));
    }
    return measured(
        name,
        Divergence.inTenths(before.slots(), now.slots()),
        List.of(before.slots(), now.slots()),
        new long[] {baseline.rows(), current.rows()},
        thresholds,
        before,
        now);
  }

  private static Distribution distribution(TableStatistics statistics, String name) {
    Distribution video = statistics.videos().get(name);
    return video == null ? statistics.landmarks().get(name) : video;
  }

  /** Classes have no order in which they could be joined: each is a bin. */
  private static FeatureDrift glosses(
      TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    TreeSet<String> all = new TreeSet<>(baseline.glosses().keySet());
    all.addAll(current.glosses().keySet());
    List<long[]> counts = List.of(counts(all, baseline), counts(all, current));
    return measured(
        GLOSS,
        counts,
        counts,
        new long[] {baseline.rows(), current.rows()},
        thresholds,
        null,
        null);
  }

  private static long[] counts(TreeSet<String> glosses, TableStatistics statistics) {
    return glosses.stream()
        .mapToLong(gloss -> statistics.glosses().getOrDefault(gloss, 0L))
        .toArray();
  }

  private static FeatureDrift measured(
      String name,
      List<long[]> tenths,
      List<long[]> bins,
      long[] videos,
      Thresholds thresholds,
      Distribution before,
      Distribution now) {
    boolean both = hasAny(bins.get(0)) && hasAny(bins.get(1));
    return new FeatureDrift(
        name,
        both ? Divergence.populationStability(tenths.get(0), tenths.get(1)) : null,
        thresholds.populationStability()
            + Divergence.stabilityByChance(tenths.get(0).length, videos[0], videos[1]),
        both ? Divergence.jensenShannon(bins.get(0), bins.get(1)) : null,
        thresholds.jensenShannon()
            + Divergence.jensenShannonByChance(
                Divergence.occupied(bins.get(0), bins.get(1)), videos[0], videos[1]),
        before == null ? null : before.mean(),
        now == null ? null : now.mean(),
        before == null ? 0 : before.absentShare(),
        now == null ? 0 : now.absentShare());
  }

  private static boolean hasAny(long[] counts) {
    for (long count : counts) {
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

  private static void schema(
      TableStatistics baseline, TableStatistics current, List<Anomaly> anomalies) {
    List<TableStatistics.Column> before = baseline.source().schema();
    List<TableStatistics.Column> now = current.source().schema();
    for (TableStatistics.Column column : before) {
      if (!now.contains(column)) {
        anomalies.add(
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
        anomalies.add(
            plain(
                Kind.SCHEMA_CHANGE,
                column.name(),
                String.format(
                    Locale.ROOT, "The column %s is not in the baseline.", column.name())));
      }
    }
  }

  private static void classes(
      TableStatistics baseline, TableStatistics current, List<Anomaly> anomalies) {
    current
        .glosses()
        .forEach(
            (gloss, rows) -> {
              if (!baseline.glosses().containsKey(gloss)) {
                anomalies.add(
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
                anomalies.add(
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

  private static void coverage(
      TableStatistics baseline,
      TableStatistics current,
      Thresholds thresholds,
      List<Anomaly> anomalies) {
    for (LandmarkPart part : LandmarkPart.values()) {
      Double before = mean(baseline, VideoNumber.coverage(part));
      Double now = mean(current, VideoNumber.coverage(part));
      if (before != null && now != null && before - now > thresholds.coverageDrop()) {
        anomalies.add(
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

  private static void length(
      TableStatistics baseline,
      TableStatistics current,
      Thresholds thresholds,
      List<Anomaly> anomalies) {
    Double before = mean(baseline, VideoNumber.FRAMES.column());
    Double now = mean(current, VideoNumber.FRAMES.column());
    if (before != null
        && now != null
        && Math.abs(now - before) > thresholds.lengthShift() * before) {
      anomalies.add(
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

  private static Anomaly shift(FeatureDrift drift) {
    boolean length = drift.feature().equals(VideoNumber.FRAMES.column());
    return new Anomaly(
        length ? Kind.LENGTH_SHIFT : Kind.DISTRIBUTION_SHIFT,
        drift.feature(),
        drift.baselineMean(),
        drift.currentMean(),
        null,
        String.format(
            Locale.ROOT,
            "%s is distributed in another way: population stability index %.3f (limit %.3f),"
                + " Jensen-Shannon divergence %.3f (limit %.3f)%s.",
            drift.feature(),
            drift.populationStability(),
            drift.populationStabilityLimit(),
            drift.jensenShannon(),
            drift.jensenShannonLimit(),
            drift.currentMean() == null
                ? ""
                : String.format(
                    Locale.ROOT,
                    "; mean %.4g, in the baseline %.4g",
                    drift.currentMean(),
                    drift.baselineMean())));
  }

  private static Anomaly plain(Kind kind, String subject, String sentence) {
    return new Anomaly(kind, subject, null, null, null, sentence);
  }

  /** Largest population stability index of a feature, 0 if none has one. */
  public double largestStabilityIndex() {
    return features.stream()
        .map(FeatureDrift::populationStability)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }

  /** Largest Jensen-Shannon divergence of a feature, 0 if none has one. */
  public double largestDivergence() {
    return features.stream()
        .map(FeatureDrift::jensenShannon)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }

  /** Features that are distributed in another way. */
  public long shifted() {
    return features.stream().filter(FeatureDrift::shifted).count();
  }
}
