package org.pose2gloss.jobs;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.pose2gloss.classifier.evaluation.Evaluation;

/** A confusion matrix as a picture: rows are the signs shown, columns what the model said. */
final class ConfusionPicture {
  private ConfusionPicture() {}

  /**
   * Draws.
   *
   * @param split train, validation or test
   * @param folder where the PNG goes
   * @return the PNG
   */
  static Path draw(Evaluation evaluation, String split, Path folder) throws IOException {
    List<String> glosses = evaluation.glosses();
    int[][] confusion = evaluation.confusion().counts();
    int side = Math.max(700, 24 * glosses.size());
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(side)
            .height(side)
            .title(
                String.format(
                    "Confusion matrix, %s: top-1 %.1f %%, top-5 %.1f %%",
                    split, 100 * evaluation.top1(), 100 * evaluation.top5()))
            .xAxisTitle("predicted")
            .yAxisTitle("shown")
            .build();
    chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x1F, 0x4E, 0x9C)});
    chart.getStyler().setLegendVisible(false);
    List<Number[]> cells = new ArrayList<>();
    for (int shown = 0; shown < confusion.length; shown++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        cells.add(new Number[] {predicted, shown, confusion[shown][predicted]});
      }
    }
    chart.addSeries("confusion", glosses, glosses, cells);
    Path file = folder.resolve("confusion_" + split + ".png");
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    return file;
  }
}
