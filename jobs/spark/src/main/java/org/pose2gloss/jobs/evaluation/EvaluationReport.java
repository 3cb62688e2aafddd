package org.pose2gloss.jobs.evaluation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Keeps an evaluation on a run, in the folder {@value #FOLDER}: a folder a split with tables,
 * pictures and pages, and all numbers in one JSON file.
 */
public final class EvaluationReport {
  /** Artifact folder of a run. */
  public static final String FOLDER = "evaluation";

  private static final JsonMapper JSON = new JsonMapper();

  private final List<SplitEvaluation> splits;
  private final Map<String, Object> provenance;

  /**
   * A report.
   *
   * @param provenance what was evaluated on what, for the JSON file
   */
  public EvaluationReport(List<SplitEvaluation> splits, Map<String, Object> provenance) {
    this.splits = List.copyOf(splits);
    this.provenance = new LinkedHashMap<>(provenance);
  }

  /** Stores all of it. */
  public void keep(TrackedRun run) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    splits.forEach(split -> metrics.putAll(split.metrics()));
    run.metrics(metrics, 0);
    for (SplitEvaluation split : splits) {
      for (ReportTable table : ReportTable.of(split)) {
        run.table(
            FOLDER + "/" + split.split() + "/" + table.name() + ".json",
            table.columns(),
            table.rows());
      }
    }
    Path folder = Files.createTempDirectory("pose2gloss-evaluation-");
    try {
      write(folder);
      run.artifacts(folder, FOLDER);
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  /** Writes everything but the tables into a folder. */
  public void write(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("evaluation.json").toFile(), json());
    for (SplitEvaluation split : splits) {
      Path own = Files.createDirectories(folder.resolve(split.split()));
      Files.writeString(own.resolve("report.txt"), split.evaluation().toString());
      new EvaluationPlots(split).draw(own);
      ConfusionPicture.write(split, own.resolve("confusion.png"));
      ConfusionPage.write(split, own.resolve("confusion.html"));
    }
  }

  private Map<String, Object> json() {
    Map<String, Object> bySplit = new LinkedHashMap<>();
    for (SplitEvaluation split : splits) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("metrics", split.metrics());
      ReportTable.of(split).forEach(table -> own.put(table.name(), table.objects()));
      own.put("confusion_matrix", split.evaluation().confusion().cells());
      bySplit.put(split.split(), own);
    }
    Map<String, Object> all = new LinkedHashMap<>(provenance);
    all.put("splits", bySplit);
    return all;
  }
}
