package org.pose2gloss.jobs.evaluation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.classifier.evaluation.Evaluation;

/**
 * A confusion matrix as a page of its own, to be zoomed, searched and sorted in a browser: one HTML
 * file that loads nothing.
 */
final class ConfusionPage {
  private static final String TEMPLATE = "confusion.html";

  /** Where the numbers go in the template. */
  private static final String DATA = "@DATA@";

  private static final JsonMapper JSON = new JsonMapper();

  private ConfusionPage() {}

  /** Writes the page. */
  static void write(SplitEvaluation split, Path file) throws IOException {
    // A gloss may hold anything: no '<' of it may end the script that carries the numbers.
    String data = JSON.writeValueAsString(data(split)).replace("<", "\\u003c");
    Files.writeString(file, template().replace(DATA, data));
  }

  private static Map<String, Object> data(SplitEvaluation split) {
    Evaluation evaluation = split.evaluation();
    List<Long> support = new ArrayList<>();
    for (int label = 0; label < evaluation.glosses().size(); label++) {
      support.add(evaluation.confusion().support(label));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("split", split.split());
    data.put("examples", evaluation.examples());
    data.put("top1", evaluation.top1());
    data.put("top5", evaluation.top5());
    data.put("glosses", evaluation.glosses());
    data.put("support", support);
    data.put(
        "cells",
        evaluation.confusion().cells().stream()
            .map(cell -> List.of(cell.label(), cell.predicted(), cell.count()))
            .toList());
    return data;
  }

  private static String template() throws IOException {
    try (InputStream page = ConfusionPage.class.getResourceAsStream(TEMPLATE)) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
