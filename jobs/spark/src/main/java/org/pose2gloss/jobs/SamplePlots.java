package org.pose2gloss.jobs;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.BoxStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.pose2gloss.charts.Charts;
import org.pose2gloss.features.LandmarkPart;

/** Pictures of a preparation's samples, readable with two glosses and with thousands. */
final class SamplePlots {
  private static final int TOP_GLOSSES = 20;

  private static final int MOST_BINS = 40;

  /** Lengths of one box: its quartiles and whiskers are those of all videos. */
  private static final int BOX_LENGTHS = 2001;

  /** The colour of a split is the same in every picture: blue, orange and green. */
  private static final Map<String, Color> COLORS =
      Map.of("train", Charts.BLUE, "validation", Charts.ORANGE, "test", Charts.GREEN);

  private final SampleStatistics statistics;
  private final String preparation;

  SamplePlots(SampleStatistics statistics, String preparation) {
    this.statistics = statistics;
    this.preparation = preparation;
  }

  /** Writes every picture as a PNG into a folder. */
  void draw(Path folder) throws IOException {
    Charts.save(topGlosses(), folder, "gloss_top");
    Charts.save(videosPerGloss(), folder, "gloss_histogram");
    Charts.save(lengthHistogram(), folder, "length_histogram");
    Charts.save(lengthBoxes(), folder, "length_box");
    Charts.save(coverage(), folder, "coverage");
    WordCloudPicture.draw(statistics.glosses(), folder.resolve("word_cloud.png"));
  }

  private CategoryChart topGlosses() {
    List<SampleStatistics.Gloss> top =
        statistics.glosses().subList(0, Math.min(TOP_GLOSSES, statistics.glosses().size()));
    CategoryChart chart =
        bars(
            String.format(
                "%s: the %d most frequent of %,d glosses",
                preparation, top.size(), statistics.glosses().size()),
            "",
            "videos");
    chart.getStyler().setStacked(true).setXAxisLabelRotation(45);
    List<String> names = Charts.distinct(top.stream().map(SampleStatistics.Gloss::name).toList());
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      List<Long> videos = top.stream().map(gloss -> gloss.ofSplit().get(subset.split())).toList();
      chart.addSeries(subset.split(), names, videos).setFillColor(COLORS.get(subset.split()));
    }
    return chart;
  }

  private CategoryChart videosPerGloss() {
    long most = statistics.glosses().get(0).videos();
    long least = statistics.glosses().get(statistics.glosses().size() - 1).videos();
    int width = (int) ((most - least) / MOST_BINS) + 1;
    int bins = (int) ((most - least) / width) + 1;
    int[] glosses = new int[bins];
    for (SampleStatistics.Gloss gloss : statistics.glosses()) {
      glosses[(int) ((gloss.videos() - least) / width)]++;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      long from = least + (long) i * width;
      names.add(width == 1 ? Long.toString(from) : from + "–" + (from + width - 1));
    }
    CategoryChart chart =
        bars(
            String.format(
                "%s: how many of %,d glosses have how many videos",
                preparation, statistics.glosses().size()),
            "videos of a gloss, all splits",
            "glosses");
    chart.getStyler().setAvailableSpaceFill(0.97).setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(bins > 15 ? 60 : 0);
    chart
        .addSeries("glosses", names, Arrays.stream(glosses).boxed().toList())
        .setFillColor(COLORS.get("train"));
    return chart;
  }

  /** Shares, not counts: next to the training split the others would hardly be seen. */
  private XYChart lengthHistogram() {
    int shortest =
        statistics.subsets().stream().mapToInt(one -> one.lengths().min()).min().orElse(0);
    int longest =
        statistics.subsets().stream().mapToInt(one -> one.lengths().max()).max().orElse(0);
    int width = (longest - shortest) / MOST_BINS + 1;
    int bins = (longest - shortest) / width + 1;
    XYChart chart =
        Charts.xy(
            preparation + ": lengths of videos by subset", "frames", "% of the subset's videos");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
    chart.getStyler().setYAxisMin(0.0);
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      double[] from = new double[bins + 1];
      double[] share = new double[bins + 1];
      for (int i = 0; i <= bins; i++) {
        from[i] = shortest + (double) i * width;
      }
      subset
          .lengths()
          .counts()
          .forEach(
              (frames, videos) ->
                  share[(frames - shortest) / width] += 100.0 * videos / subset.lengths().videos());
      Color color = COLORS.get(subset.split());
      XYSeries series = chart.addSeries(named(subset), from, share);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(color);
      series.setFillColor(Charts.translucent(color));
    }
    return chart;
  }

  private static String named(SampleStatistics.Subset subset) {
    return String.format("%s (%,d videos)", subset.split(), subset.lengths().videos());
  }

  private BoxChart lengthBoxes() {
    BoxChart chart = Charts.boxes(preparation + ": lengths of videos by subset", "frames");
    chart
        .getStyler()
        .setBoxplotCalCulationMethod(BoxStyler.BoxplotCalCulationMethod.N_LESS_1_PLUS_1);
    chart.getStyler().setLegendVisible(false);
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      chart.addSeries(named(subset), subset.lengths().representatives(BOX_LENGTHS));
    }
    return chart;
  }

  private CategoryChart coverage() {
    CategoryChart chart =
        bars(
            preparation + ": in how many frames of a video each part was found",
            "",
            "% of a video's frames, mean over videos");
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setYAxisMax(100.0);
    chart.getStyler().setYAxisDecimalPattern("0");
    List<String> parts =
        Arrays.stream(LandmarkPart.values())
            .map(part -> part.columnName().replace('_', ' '))
            .toList();
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      List<Double> shares =
          subset.coverage().values().stream()
              .map(share -> Math.round(1000 * share) / 10.0)
              .toList();
      chart.addSeries(subset.split(), parts, shares).setFillColor(COLORS.get(subset.split()));
    }
    return chart;
  }

  private static CategoryChart bars(String title, String xTitle, String yTitle) {
    CategoryChart chart = Charts.bars(title, xTitle, yTitle);
    chart.getStyler().setYAxisDecimalPattern("#,##0");
    return chart;
  }
}
