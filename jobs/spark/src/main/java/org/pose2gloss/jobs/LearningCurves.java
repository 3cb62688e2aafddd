package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.pose2gloss.charts.Charts;
import org.pose2gloss.classifier.training.EpochReport;

/** Accuracy by epoch as a picture. */
final class LearningCurves {
  private final List<EpochReport> reports = new ArrayList<>();

  void add(EpochReport report) {
    reports.add(report);
  }

  boolean isEmpty() {
    return reports.isEmpty();
  }

  /**
   * Draws what has been added.
   *
   * @param file a PNG to write
   * @return the file
   */
  Path draw(Path file) throws IOException {
    XYChart chart = Charts.xy("Accuracy by epoch", "epoch", "accuracy");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    line(chart, "training top-1", EpochReport::trainTop1);
    line(chart, "validation top-1", EpochReport::validationTop1);
    line(chart, "validation top-5", EpochReport::validationTop5);
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    return file;
  }

  private void line(XYChart chart, String name, ToDoubleFunction<EpochReport> value) {
    double[] epochs = reports.stream().mapToDouble(EpochReport::epoch).toArray();
    double[] values = reports.stream().mapToDouble(value).toArray();
    if (values.length > 0 && !Double.isNaN(values[0])) {
      chart.addSeries(name, epochs, values).setMarker(SeriesMarkers.NONE);
    }
  }
}
