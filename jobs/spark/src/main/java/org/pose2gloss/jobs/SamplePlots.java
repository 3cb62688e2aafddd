package org.pose2gloss.jobs;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.BoxStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.pose2gloss.features.LandmarkPart;

/** Pictures of a preparation's samples, readable with two glosses and with thousands. */
final class SamplePlots {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 560;
  private static final int TOP_GLOSSES = 20;

  /** Longest gloss that is written under a bar. */
  private static final int LONGEST_NAME = 18;

  private static final int MOST_BINS = 40;

  /** Lengths of one box: its quartiles and whiskers are those of all videos. */
  private static final int BOX_LENGTHS = 2001;

  /** The colour of a split is the same in every picture: blue, orange and green. */
  private static final Map<String, Color> COLORS =
      Map.of(
          "train", new Color(0x1F, 0x77, 0xB4),
          "validation", new Color(0xFF, 0x7F, 0x0E),
          "test", new Color(0x2C, 0xA0, 0x2C));

  private final SampleStatistics statistics;
  private final String preparation;

  SamplePlots(SampleStatistics statistics, String preparation) {
    this.statistics = statistics;
    this.preparation = preparation;
  }

  /** Writes every picture as a PNG into a folder. */
  void draw(Path folder) throws IOException {
    save(topGlosses(), folder, "gloss_top");
    save(videosPerGloss(), folder, "gloss_histogram");
    save(lengthHistogram(), folder, "length_histogram");
    save(lengthBoxes(), folder, "length_box");
    save(coverage(), folder, "coverage");
    WordCloudPicture.draw(statistics.glosses(), folder.resolve("word_cloud.png"));
  }

  private static void save(Chart<?, ?> chart, Path folder, String name) throws IOException {
    BitmapEncoder.saveBitmap(
        chart, folder.resolve(name + ".png").toString(), BitmapEncoder.BitmapFormat.PNG);
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
    // Names that are cut may be alike; a place in front keeps them apart.
    List<String> names = new ArrayList<>();
    for (SampleStatistics.Gloss gloss : top) {
      String name = shortened(gloss.name());
      names.add(names.contains(name) ? name + " " + (names.size() + 1) : name);
    }
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      List<Long> videos = top.stream().map(gloss -> gloss.ofSplit().get(subset.split())).toList();
      chart.addSeries(subset.split(), names, videos).setFillColor(COLORS.get(subset.split()));
    }
    return chart;
  }

  /** A gloss as it is written in pictures: never empty, never long. */
  static String shortened(String name) {
    if (name.isBlank()) {
      return "(blank)";
    }
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
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
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(preparation + ": lengths of videos by subset")
            .xAxisTitle("frames")
            .yAxisTitle("% of the subset's videos")
            .build();
    style(chart.getStyler());
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
      series.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 60));
    }
    return chart;
  }

  private static String named(SampleStatistics.Subset subset) {
    return String.format("%s (%,d videos)", subset.split(), subset.lengths().videos());
  }

  private BoxChart lengthBoxes() {
    BoxChart chart =
        new BoxChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(preparation + ": lengths of videos by subset")
            .yAxisTitle("frames")
            .build();
    style(chart.getStyler());
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
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisDecimalPattern("#,##0").setYAxisMin(0.0);
    return chart;
  }

  private static void style(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    // Below, where it hides no bar.
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
  }

  /** The size of every picture here. */
  static Dimension size() {
    return new Dimension(WIDTH, HEIGHT);
  }
}
