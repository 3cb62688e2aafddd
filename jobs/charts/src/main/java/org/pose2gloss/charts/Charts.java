package org.pose2gloss.charts;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** Empty charts that look alike, and their way into files. */
public final class Charts {
  /** Width of a chart in pixels. */
  public static final int WIDTH = 1000;

  /** Height of a chart in pixels. */
  public static final int HEIGHT = 560;

  /** What a chart is about. */
  public static final Color BLUE = new Color(0x1F, 0x77, 0xB4);

  /** What it is to be seen beside. */
  public static final Color ORANGE = new Color(0xFF, 0x7F, 0x0E);

  /** A third one. */
  public static final Color GREEN = new Color(0x2C, 0xA0, 0x2C);

  /** What was before, and what is ideal. */
  public static final Color GREY = new Color(0x8C, 0x8C, 0x8C);

  /** Longest name that is written beside a bar. */
  private static final int LONGEST_NAME = 18;

  private Charts() {}

  /** A chart of bars that stand on 0. */
  public static CategoryChart bars(String title, String xTitle, String yTitle) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  /** A chart of lines, areas or points. */
  public static XYChart xy(String title, String xTitle, String yTitle) {
    return xy(title, xTitle, yTitle, WIDTH);
  }

  /** The same in another width. */
  public static XYChart xy(String title, String xTitle, String yTitle, int width) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    return chart;
  }

  /** A chart of boxes. */
  public static BoxChart boxes(String title, String yTitle) {
    BoxChart chart =
        new BoxChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(yTitle).build();
    style(chart.getStyler());
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

  /** The colour of an area that lets others be seen through. */
  public static Color translucent(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 65);
  }

  /** A name as it is written in pictures: never empty, never long. */
  public static String shortened(String name) {
    if (name.isBlank()) {
      return "(blank)";
    }
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
  }

  /** Names as they are written beside bars: shortened, and numbered where that makes them alike. */
  public static List<String> distinct(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String written = shortened(name);
      distinct.add(distinct.contains(written) ? written + " " + (distinct.size() + 1) : written);
    }
    return distinct;
  }

  /**
   * Writes a chart as a PNG.
   *
   * @param name of the file in the folder, without its ending
   */
  public static void save(Chart<?, ?> chart, Path folder, String name) throws IOException {
    BitmapEncoder.saveBitmap(chart, file(folder, name), BitmapEncoder.BitmapFormat.PNG);
  }

  /** Writes charts side by side and in rows as one PNG. */
  public static void save(List<Chart<?, ?>> charts, int columns, Path folder, String name)
      throws IOException {
    BitmapEncoder.saveBitmap(
        charts,
        (charts.size() + columns - 1) / columns,
        columns,
        file(folder, name),
        BitmapEncoder.BitmapFormat.PNG);
  }

  private static String file(Path folder, String name) {
    return folder.resolve(name + ".png").toString();
  }
}
