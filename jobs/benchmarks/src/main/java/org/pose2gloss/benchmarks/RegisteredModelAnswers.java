package org.pose2gloss.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.ExampleTable;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.InputExample;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.Tracking;
import picocli.CommandLine;

/**
 * What DJL answers with the version of a registered model that an alias points at: to the input
 * example beside the model and to real test examples, written with them as one JSON file, so that
 * ci/prove/python-load can ask another program the same.
 */
@CommandLine.Command(name = "registered-model-answers", mixinStandardHelpOptions = true)
public final class RegisteredModelAnswers implements Callable<Integer> {
  private static final String SAVED_MODEL = "saved_model";

  @CommandLine.Option(names = "--tracking", required = true)
  private URI tracking;

  @CommandLine.Option(names = "--model", required = true)
  private String model;

  @CommandLine.Option(names = "--alias", required = true)
  private String alias;

  @CommandLine.Option(names = "--warehouse", required = true)
  private String warehouse;

  @CommandLine.Option(names = "--preparation", required = true)
  private String preparation;

  @CommandLine.Option(names = "--most", required = true, description = "Examples at most.")
  private int most;

  @CommandLine.Option(names = "--folder", required = true, description = "Absent or empty.")
  private Path folder;

  private final JsonMapper json = new JsonMapper();

  private RegisteredModelAnswers() {}

  /** Writes FOLDER/answers.json and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RegisteredModelAnswers()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    try (Tracking server = Tracking.connect(tracking)) {
      ModelRegistry registry = server.registry();
      RegisteredVersion version = registry.byAlias(model, alias).orElseThrow();
      Path files = registry.download(version, folder.resolve("model"));
      try (GlossPredictor predictor = GlossPredictor.open(files.resolve(SAVED_MODEL))) {
        Map<String, Object> answers = new LinkedHashMap<>();
        answers.put("version", version.version());
        answers.put("glosses", predictor.glosses());
        answers.put("input_example", predictor.predict(List.of(inputExample(files)))[0]);
        answers.put("examples", answered(predictor, examples()));
        json.writeValue(folder.resolve("answers.json").toFile(), answers);
      }
    }
    return 0;
  }

  private Example inputExample(Path files) throws IOException {
    JsonNode landmarks =
        json.readTree(Files.readAllBytes(files.resolve("input_example.json")))
            .path("landmarks")
            .path(0);
    List<JsonNode> numbers = new ArrayList<>();
    landmarks.forEach(frame -> frame.forEach(point -> point.forEach(numbers::add)));
    float[] xyz = new float[numbers.size()];
    for (int i = 0; i < xyz.length; i++) {
      JsonNode number = numbers.get(i);
      xyz[i] = number.isNull() ? Float.NaN : number.floatValue();
    }
    return new Example("input example", 0, landmarks.size(), xyz);
  }

  private List<Example> examples() {
    try (Warehouse tables =
            Warehouse.open(CatalogOptions.hadoop("pose2gloss", warehouse), new Configuration());
        Rows<ExampleTable.Row> rows = ExampleTable.read(tables, preparation, "test")) {
      return rows.stream()
          .limit(most)
          .map(row -> new Example(row.id(), row.label(), row.frames(), row.xyz()))
          .toList();
    }
  }

  /** Every example with what is answered to it alone and among all the others. */
  private static List<Map<String, Object>> answered(
      GlossPredictor predictor, List<Example> examples) {
    float[][] together = predictor.predict(examples);
    List<Map<String, Object>> answered = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      answered.add(
          Map.of(
              "id",
              example.id(),
              "landmarks",
              InputExample.nested(
                  example.xyz(), example.frames(), example.points(), Example.CHANNELS),
              "alone",
              predictor.predict(List.of(example))[0],
              "together",
              together[i]));
    }
    return answered;
  }
}
