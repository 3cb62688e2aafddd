package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pose2gloss.pipelines.statistics.Anomaly.Kind;

/** What is wrong with a version by itself, without a baseline. */
final class Checks {
  private final TableStatistics statistics;
  private final Thresholds thresholds;
  private final List<Anomaly> found = new ArrayList<>();

  private Checks(TableStatistics statistics, Thresholds thresholds) {
    this.statistics = statistics;
    this.thresholds = thresholds;
  }

  /** The anomalies of a version. */
  static List<Anomaly> of(TableStatistics statistics, Thresholds thresholds) {
    Checks checks = new Checks(statistics, thresholds);
    checks.rows();
    for (VideoNumber number : VideoNumber.values()) {
      checks.number(number);
    }
    for (Feature feature : Feature.all()) {
      checks.feature(feature);
    }
    return checks.found;
  }

  private void rows() {
    if (statistics.rows() == 0) {
      found.add(new Anomaly(Kind.NO_ROWS, "table", null, 0.0, null, "The table has no row."));
    }
    if (statistics.misshapen() > 0) {
      add(
          Kind.WRONG_SHAPE,
          "table",
          statistics.misshapen(),
          String.format(
              Locale.ROOT,
              "%d rows have arrays of another length than their frames want.",
              statistics.misshapen()));
    }
    if (statistics.duplicates() > 0) {
      add(
          Kind.DUPLICATE_ID,
          "id",
          statistics.duplicates(),
          String.format(
              Locale.ROOT, "%d rows have the id of another row.", statistics.duplicates()));
    }
  }

  private void number(VideoNumber number) {
    Distribution values = statistics.videos().get(number.column());
    if (values.absent() + values.infinite() > 0) {
      add(
          Kind.OUT_OF_RANGE,
          number.column(),
          values.absent() + values.infinite(),
          String.format(
              Locale.ROOT,
              "%s is no number in %d rows.",
              number.column(),
              values.absent() + values.infinite()));
    }
    if (values.count() > 0 && (values.min() < number.least() || values.max() > number.most())) {
      double worst = values.min() < number.least() ? values.min() : values.max();
      add(
          Kind.OUT_OF_RANGE,
          number.column(),
          worst,
          String.format(
              Locale.ROOT, "%s has the value %s, which makes no sense.", number.column(), worst));
    }
  }

  private void feature(Feature feature) {
    Distribution values = statistics.landmarks().get(feature.name());
    if (values.infinite() > 0) {
      add(
          Kind.OUT_OF_RANGE,
          feature.name(),
          values.infinite(),
          String.format(
              Locale.ROOT, "%s is infinite in %d frames.", feature.name(), values.infinite()));
    } else if (feature.isBounded() && values.outsideShare() > thresholds.outOfRange()) {
      found.add(
          new Anomaly(
              Kind.OUT_OF_RANGE,
              feature.name(),
              null,
              values.outsideShare(),
              thresholds.outOfRange(),
              String.format(
                  Locale.ROOT,
                  "%s lies outside of %s to %s in %.2f %% of the frames that have it.",
                  feature.name(),
                  values.low(),
                  values.high(),
                  100 * values.outsideShare())));
    }
  }

  private void add(Kind kind, String subject, Number current, String sentence) {
    found.add(new Anomaly(kind, subject, null, current.doubleValue(), null, sentence));
  }
}
