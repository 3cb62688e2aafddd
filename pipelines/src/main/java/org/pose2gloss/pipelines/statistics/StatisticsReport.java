package org.pose2gloss.pipelines.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Statistics of a version, its anomalies and, where there is a baseline, its drift, as files and
 * tables.
 */
public final class StatisticsReport {
  private static final int SENTENCES_OF_A_KIND = 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final TableStatistics statistics;
  private final Optional<TableStatistics> baseline;
  private final Optional<Drift> drift;
  private final List<Anomaly> anomalies;

  private StatisticsReport(
      TableStatistics statistics,
      Optional<TableStatistics> baseline,
      Optional<Drift> drift,
      List<Anomaly> anomalies) {
    this.statistics = statistics;
    this.baseline = baseline;
    this.drift = drift;
    this.anomalies = anomalies;
  }

  /** A report, compared with a baseline where there is one. */
  public static StatisticsReport of(
      TableStatistics statistics, Optional<TableStatistics> baseline, Thresholds thresholds) {
    List<Anomaly> anomalies = new ArrayList<>(Checks.of(statistics, thresholds));
    Optional<Drift> drift = baseline.map(before -> Drift.between(before, statistics, thresholds));
    drift.ifPresent(found -> anomalies.addAll(found.anomalies()));
    // Stable: those of a kind stay in the order in which they were found, worst first.
    anomalies.sort(Comparator.comparing(Anomaly::kind));
    return new StatisticsReport(statistics, baseline, drift, List.copyOf(anomalies));
  }

  /** What was counted. */
  public TableStatistics statistics() {
    return statistics;
  }

  /** All anomalies, by kind. */
  public List<Anomaly> anomalies() {
    return anomalies;
  }

  /** The comparison, if there was a baseline. */
  public Optional<Drift> drift() {
    return drift;
  }

  /**
   * Writes everything into a folder: {@code statistics.json}, {@code report.txt}, {@code
   * anomalies.json}, pictures and, with a baseline, {@code drift.json}.
   */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("statistics.json"), statistics.json());
    Files.writeString(folder.resolve("report.txt"), text());
    Files.writeString(folder.resolve("anomalies.json"), JSON.writeValueAsString(anomalies));
    if (drift.isPresent()) {
      Files.writeString(folder.resolve("drift.json"), JSON.writeValueAsString(driftRecord()));
    }
    new StatisticsPlots(statistics, baseline, drift).draw(folder);
  }

  private Map<String, Object> driftRecord() {
    Map<String, Object> all = new TreeMap<>();
    all.put("format", TableStatistics.FORMAT);
    all.put("current", statistics.source());
    all.put("baseline", baseline.orElseThrow().source());
    all.put("features", drift.orElseThrow().features());
    all.put("anomalies", anomalies);
    return all;
  }

  /** For a person, plain text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, String.format(Locale.ROOT, "Statistics of %s", described(statistics)));
    baseline.ifPresent(
        before -> line(text, String.format(Locale.ROOT, "compared with %s", described(before))));
    line(text, "");
    line(
        text,
        String.format(
            Locale.ROOT,
            "%,d rows, %,d frames, %,d glosses; %,d rows without a label",
            statistics.rows(),
            statistics.frames(),
            statistics.glosses().size(),
            statistics.unlabelled()));
    for (VideoNumber number : VideoNumber.values()) {
      line(
          text,
          String.format(
              Locale.ROOT,
              "%-20s %s",
              number.column(),
              summary(statistics.videos().get(number.column()))));
    }
    line(text, "");
    if (anomalies.isEmpty()) {
      line(text, "No anomaly.");
    }
    for (Anomaly.Kind kind : Anomaly.Kind.values()) {
      List<Anomaly> own = anomalies.stream().filter(one -> one.kind() == kind).toList();
      if (!own.isEmpty()) {
        line(
            text,
            String.format(
                Locale.ROOT,
                "%s: %,d",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                own.size()));
        own.stream()
            .limit(SENTENCES_OF_A_KIND)
            .forEach(anomaly -> line(text, String.format(Locale.ROOT, "  %s", anomaly.sentence())));
        if (own.size() > SENTENCES_OF_A_KIND) {
          line(
              text, String.format(Locale.ROOT, "  and %,d more", own.size() - SENTENCES_OF_A_KIND));
        }
      }
    }
    return text.toString();
  }

  private static String described(TableStatistics of) {
    return String.format(
        "%s, version %d of %s",
        of.source().table(), of.source().snapshot(), of.source().committedAt());
  }

  private static String summary(Distribution values) {
    return values.count() == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "%.4g to %.4g, mean %.4g, deviation %.4g",
            values.min(),
            values.max(),
            values.mean(),
            values.std());
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  /** Columns of {@link #landmarkRows}. */
  public static List<String> landmarkColumns() {
    return List.of(
        "feature", "numbers", "absent", "min", "max", "mean", "std", "outside", "infinite");
  }

  /** A row a feature. */
  public List<List<Object>> landmarkRows() {
    List<List<Object>> rows = new ArrayList<>();
    List<Map<String, Distribution>> all = List.of(statistics.videos(), statistics.landmarks());
    for (Map<String, Distribution> distributions : all) {
      distributions.forEach(
          (name, values) -> {
            List<Object> row = new ArrayList<>();
            row.add(name);
            row.add(values.count());
            row.add(values.absentShare());
            row.add(values.min());
            row.add(values.max());
            row.add(values.mean());
            row.add(values.std());
            row.add(values.outsideShare());
            row.add(values.infinite());
            rows.add(row);
          });
    }
    return rows;
  }

  /** Columns of {@link #anomalyRows}. */
  public static List<String> anomalyColumns() {
    return List.of("kind", "subject", "baseline", "current", "limit", "sentence");
  }

  /** A row an anomaly. */
  public List<List<Object>> anomalyRows() {
    List<List<Object>> rows = new ArrayList<>();
    for (Anomaly anomaly : anomalies) {
      List<Object> row = new ArrayList<>();
      row.add(anomaly.kind().name().toLowerCase(Locale.ROOT));
      row.add(anomaly.subject());
      row.add(anomaly.baseline());
      row.add(anomaly.current());
      row.add(anomaly.limit());
      row.add(anomaly.sentence());
      rows.add(row);
    }
    return rows;
  }

  /** Columns of {@link #driftRows}. */
  public static List<String> driftColumns() {
    return List.of(
        "feature",
        "population_stability_index",
        "population_stability_limit",
        "jensen_shannon_divergence",
        "jensen_shannon_limit",
        "baseline_mean",
        "current_mean",
        "baseline_absent",
        "current_absent",
        "shifted");
  }

  /** A row a feature, worst first; none without a baseline. */
  public List<List<Object>> driftRows() {
    List<List<Object>> rows = new ArrayList<>();
    for (FeatureDrift feature : drift.map(Drift::features).orElse(List.of())) {
      List<Object> row = new ArrayList<>();
      row.add(feature.feature());
      row.add(feature.populationStability());
      row.add(feature.populationStabilityLimit());
      row.add(feature.jensenShannon());
      row.add(feature.jensenShannonLimit());
      row.add(feature.baselineMean());
      row.add(feature.currentMean());
      row.add(feature.baselineAbsent());
      row.add(feature.currentAbsent());
      row.add(feature.shifted());
      rows.add(row);
    }
    return rows;
  }
}
