package org.pose2gloss.jobs.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.pose2gloss.charts.Charts;
import org.pose2gloss.classifier.evaluation.CalibrationBin;

/** Pictures of an evaluation. */
final class EvaluationPlots {
  private static final int MOST_BARS = 40;

  private final SplitEvaluation split;

  EvaluationPlots(SplitEvaluation split) {
    this.split = split;
  }

  /** Writes every picture as a PNG into a folder. */
  void draw(Path folder) throws IOException {
    Charts.save(List.of(reliability(), confidences()), 1, folder, "reliability");
    Charts.save(
        groups("length", "frames (examples)", split.lengths()), folder, "accuracy_by_length");
    if (!split.signers().isEmpty()) {
      Charts.save(
          groups("signer", "signer (examples)", split.signers()), folder, "accuracy_by_signer");
    }
  }

  private XYChart reliability() {
    XYChart chart =
        Charts.xy(
            String.format(
                Locale.ROOT,
                "%s: accuracy by confidence, expected calibration error %.3f",
                split.split(),
                split.evaluation().calibration().expectedError()),
            "confidence: probability of the predicted gloss",
            "accuracy");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setMarkerSize(8);
    double[] ends = {0, 1};
    chart
        .addSeries("confidence is accuracy", ends, ends)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Charts.GREY)
        .setLineStyle(SeriesLines.DASH_DASH);
    List<CalibrationBin> bins =
        split.evaluation().calibration().bins().stream().filter(bin -> bin.count() > 0).toList();
    chart
        .addSeries(
            "mean of the predictions of a bin",
            bins.stream().mapToDouble(CalibrationBin::confidence).toArray(),
            bins.stream().mapToDouble(CalibrationBin::accuracy).toArray())
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(Charts.BLUE)
        .setLineColor(Charts.BLUE);
    return chart;
  }

  private XYChart confidences() {
    XYChart chart =
        Charts.xy(
            "How many predictions have which confidence", "confidence", "% of the predictions");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0);
    List<CalibrationBin> bins = split.evaluation().calibration().bins();
    double[] from = new double[bins.size() + 1];
    double[] share = new double[bins.size() + 1];
    for (int i = 0; i < bins.size(); i++) {
      from[i] = bins.get(i).from();
      share[i] = 100.0 * bins.get(i).count() / split.evaluation().examples();
    }
    from[bins.size()] = 1;
    XYSeries series = chart.addSeries("predictions", from, share);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Charts.BLUE);
    series.setFillColor(Charts.translucent(Charts.BLUE));
    return chart;
  }

  private CategoryChart groups(String what, String xTitle, List<Group> groups) {
    List<Group> shown = groups.subList(0, Math.min(MOST_BARS, groups.size()));
    CategoryChart chart =
        Charts.bars(
            shown.size() == groups.size()
                ? String.format("%s: accuracy by %s", split.split(), what)
                : String.format(
                    "%s: accuracy by %s, the %d of %,d with most examples",
                    split.split(), what, shown.size(), groups.size()),
            xTitle,
            "accuracy");
    chart.getStyler().setYAxisMax(1.0).setYAxisDecimalPattern("0.0");
    chart.getStyler().setXAxisLabelRotation(shown.size() > 10 ? 60 : 0);
    bars(chart, "top-1", shown, Group::accuracy);
    bars(chart, "top-5", shown, Group::top5Accuracy);
    return chart;
  }

  private static void bars(
      CategoryChart chart, String name, List<Group> groups, ToDoubleFunction<Group> value) {
    List<String> names =
        Charts.distinct(
            groups.stream().map(group -> group.name() + " (" + group.examples() + ")").toList());
    chart
        .addSeries(name, names, groups.stream().map(value::applyAsDouble).toList())
        .setFillColor(name.equals("top-1") ? Charts.BLUE : Charts.GREY);
  }
}
