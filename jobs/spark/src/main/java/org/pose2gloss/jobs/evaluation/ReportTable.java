package org.pose2gloss.jobs.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.classifier.evaluation.CalibrationBin;
import org.pose2gloss.classifier.evaluation.ConfusionMatrix;
import org.pose2gloss.classifier.evaluation.Evaluation;
import org.pose2gloss.classifier.evaluation.Score;

/**
 * One table of a report, for people as a table of MLflow, for machines in the JSON.
 *
 * @param name of its file, without its ending
 * @param columns their names
 * @param rows as many values each
 */
record ReportTable(String name, List<String> columns, List<List<Object>> rows) {
  private static final List<String> GROUP = List.of("examples", "accuracy", "top5_accuracy");

  /** The tables of one split; one without rows is left out. */
  static List<ReportTable> of(SplitEvaluation split) {
    List<ReportTable> tables = new ArrayList<>();
    tables.add(glosses(split.evaluation()));
    tables.add(confusions(split.evaluation()));
    tables.add(groups("signers", "signer", split.signers()));
    tables.add(groups("lengths", "frames", split.lengths()));
    tables.add(calibration(split.evaluation().calibration().bins()));
    tables.removeIf(table -> table.rows().isEmpty());
    return tables;
  }

  private static ReportTable glosses(Evaluation evaluation) {
    List<List<Object>> rows = new ArrayList<>();
    for (int label = 0; label < evaluation.glosses().size(); label++) {
      Score score = evaluation.classes().get(label);
      rows.add(
          List.of(
              evaluation.glosses().get(label),
              score.precision(),
              score.recall(),
              score.f1(),
              score.support(),
              evaluation.confusion().predictions(label)));
    }
    return new ReportTable(
        "glosses", List.of("gloss", "precision", "recall", "f1", "support", "predictions"), rows);
  }

  private static ReportTable confusions(Evaluation evaluation) {
    List<List<Object>> rows = new ArrayList<>();
    for (ConfusionMatrix.Cell cell : evaluation.confusion().confusions()) {
      rows.add(
          List.of(
              evaluation.glosses().get(cell.label()),
              evaluation.glosses().get(cell.predicted()),
              cell.count(),
              cell.count() / (double) evaluation.confusion().support(cell.label())));
    }
    return new ReportTable(
        "confusions", List.of("gloss", "predicted", "count", "share_of_gloss"), rows);
  }

  private static ReportTable groups(String name, String column, List<Group> groups) {
    List<String> columns = new ArrayList<>(List.of(column));
    columns.addAll(GROUP);
    List<List<Object>> rows = new ArrayList<>();
    for (Group group : groups) {
      rows.add(List.of(group.name(), group.examples(), group.accuracy(), group.top5Accuracy()));
    }
    return new ReportTable(name, columns, rows);
  }

  private static ReportTable calibration(List<CalibrationBin> bins) {
    List<List<Object>> rows = new ArrayList<>();
    for (CalibrationBin bin : bins) {
      rows.add(List.of(bin.from(), bin.to(), bin.count(), bin.confidence(), bin.accuracy()));
    }
    return new ReportTable(
        "calibration", List.of("from", "to", "count", "confidence", "accuracy"), rows);
  }

  /** The rows as objects, for JSON. */
  List<Map<String, Object>> objects() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      objects.add(object);
    }
    return objects;
  }
}
