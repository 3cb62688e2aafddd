package org.pose2gloss.pipelines.statistics;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.pose2gloss.charts.Charts;
import org.pose2gloss.features.LandmarkPart;

/** Pictures of a version's statistics, beside those of the baseline where there is one. */
final class StatisticsPlots {
  private static final int WORST_FEATURES = 6;
  private static final int MOST_BARS = 20;
  private static final String CURRENT = "this version";
  private static final String BASELINE = "baseline";

  /** The baseline is grey in every picture. */
  private static final Map<String, Color> COLORS =
      Map.of(BASELINE, Charts.GREY, CURRENT, Charts.BLUE);

  private final Map<String, TableStatistics> versions = new LinkedHashMap<>();
  private final Optional<Drift> drift;

  StatisticsPlots(
      TableStatistics statistics, Optional<TableStatistics> baseline, Optional<Drift> drift) {
    baseline.ifPresent(before -> versions.put(BASELINE, before));
    versions.put(CURRENT, statistics);
    this.drift = drift;
  }

  /** Writes every picture as a PNG into a folder; of an empty table there is none. */
  void draw(Path folder) throws IOException {
    if (versions.values().stream().anyMatch(version -> version.rows() == 0)) {
      return;
    }
    Charts.save(lengths(), folder, "lengths");
    Charts.save(coverage(), folder, "coverage");
    Charts.save(meanPoints(), folder, "mean_points");
    if (drift.isPresent()) {
      Charts.save(worstFeatures(), folder, "drift_features");
      List<Chart<?, ?>> charts = new ArrayList<>();
      drift.get().features().stream()
          .filter(feature -> feature.baselineMean() != null)
          .limit(WORST_FEATURES)
          .forEach(feature -> charts.add(distribution(feature)));
      if (!charts.isEmpty()) {
        Charts.save(charts, charts.size() > 1 ? 2 : 1, folder, "drift_distributions");
      }
    }
  }

  private XYChart lengths() {
    return histogram(
        VideoNumber.FRAMES.column(),
        "Lengths of videos",
        "frames",
        "% of the videos",
        Charts.WIDTH);
  }

  private XYChart distribution(FeatureDrift feature) {
    return histogram(
        feature.feature(),
        String.format(
            "%s: stability index %.2f, divergence %.2f",
            feature.feature(), feature.populationStability(), feature.jensenShannon()),
        "",
        "%",
        Charts.WIDTH * 3 / 4);
  }

  /** Shares by bin, from the first bin to the last in which any version has something. */
  private XYChart histogram(String feature, String title, String xTitle, String yTitle, int width) {
    Map<String, Distribution> all = new LinkedHashMap<>();
    versions.forEach((name, version) -> all.put(name, version.distribution(feature)));
    int count = all.get(CURRENT).bins().size();
    int first = count - 1;
    int last = 0;
    for (Distribution values : all.values()) {
      for (int bin = 0; bin < count; bin++) {
        if (values.bins().get(bin) > 0) {
          first = Math.min(first, bin);
          last = Math.max(last, bin);
        }
      }
    }
    if (first > last) {
      first = 0;
      last = count - 1;
    }
    XYChart chart = Charts.xy(title, xTitle, yTitle, width);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
    chart.getStyler().setYAxisMin(0.0);
    for (Map.Entry<String, Distribution> one : all.entrySet()) {
      Distribution values = one.getValue();
      Bins bins = new Bins(values.low(), values.high(), count);
      double[] from = new double[last - first + 2];
      double[] share = new double[from.length];
      for (int i = 0; i < from.length; i++) {
        from[i] = bins.edge(first + i);
        share[i] =
            first + i > last
                ? 0
                : 100.0 * values.bins().get(first + i) / Math.max(1, values.count());
      }
      XYSeries series = chart.addSeries(one.getKey(), from, share);
      Color color = COLORS.get(one.getKey());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(color);
      series.setFillColor(Charts.translucent(color));
    }
    return chart;
  }

  private CategoryChart coverage() {
    CategoryChart chart =
        Charts.bars(
            "In how many frames of a video each part was found", "", "% of a video's frames, mean");
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setYAxisDecimalPattern("0").setYAxisMax(100.0);
    List<String> parts =
        Arrays.stream(LandmarkPart.values())
            .map(part -> part.columnName().replace('_', ' '))
            .toList();
    versions.forEach(
        (name, version) -> {
          List<Double> shares = new ArrayList<>();
          for (LandmarkPart part : LandmarkPart.values()) {
            Double mean = version.videos().get(VideoNumber.coverage(part)).mean();
            shares.add(mean == null ? 0 : Math.round(1000 * mean) / 10.0);
          }
          chart.addSeries(name, parts, shares).setFillColor(COLORS.get(name));
        });
    return chart;
  }

  /** Where the points are on average: a signer, as one sees them. */
  private XYChart meanPoints() {
    XYChart chart =
        Charts.xy("Mean place of every point", "x, image widths", "1 - y, image heights", 900);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(5);
    versions.forEach(
        (name, version) -> {
          List<Double> x = new ArrayList<>();
          List<Double> y = new ArrayList<>();
          for (Feature feature : Feature.all()) {
            if (feature.channel() == 0) {
              Double meanX = version.landmarks().get(feature.name()).mean();
              Double meanY =
                  version
                      .landmarks()
                      .get(new Feature(feature.part(), feature.point(), 1).name())
                      .mean();
              if (meanX != null && meanY != null) {
                x.add(meanX);
                y.add(1 - meanY);
              }
            }
          }
          if (!x.isEmpty()) {
            XYSeries series = chart.addSeries(name, x, y);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(COLORS.get(name));
          }
        });
    return chart;
  }

  private CategoryChart worstFeatures() {
    List<FeatureDrift> worst =
        drift.orElseThrow().features().stream()
            .filter(feature -> feature.populationStability() != null)
            .limit(MOST_BARS)
            .toList();
    CategoryChart chart =
        Charts.bars(
            "Features farthest from the baseline, in parts of their limits (above 1: an anomaly)",
            "",
            "parts of the limit");
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setYAxisDecimalPattern("0.0#");
    List<String> names = worst.stream().map(FeatureDrift::feature).toList();
    chart.addSeries(
        "population stability index",
        names,
        worst.stream()
            .map(feature -> feature.populationStability() / feature.populationStabilityLimit())
            .toList());
    chart.addSeries(
        "Jensen-Shannon divergence",
        names,
        worst.stream()
            .map(feature -> feature.jensenShannon() / feature.jensenShannonLimit())
            .toList());
    return chart;
  }
}
