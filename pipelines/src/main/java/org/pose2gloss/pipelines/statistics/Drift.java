package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    List<Anomaly> anomalies = new ArrayList<>(Changes.between(baseline, current, thresholds));
    features.stream()
        .filter(FeatureDrift::shifted)
        .map(feature -> shift(feature))
        .forEach(anomalies::add);
    return new Drift(features, anomalies);
  }

  private static FeatureDrift feature(
      String name, TableStatistics baseline, TableStatistics current, Thresholds thresholds) {
    Distribution before = baseline.distribution(name);
    Distribution now = current.distribution(name);
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
