package org.pose2gloss.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.pipelines.statistics.LandmarkTables;
import org.pose2gloss.pipelines.statistics.LandmarkTables.Videos;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The command {@code score} as a user types it, with a real, if small, model. */
class ScoreCommandTest {
  private static final PointSelection POINTS = PointSelection.wlasl180();
  private static final List<String> GLOSSES = List.of("UP", "DOWN", "BOOK");

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void makeTablesAndModel() throws IOException {
    try (Warehouse warehouse = LandmarkTables.open(folder)) {
      LandmarkTables.add(warehouse, new Videos("up-", 40, 20, "UP", 0.3f, false));
      LandmarkTables.add(warehouse, new Videos("down-", 5, 33, "DOWN", 0.7f, true));
    }
    List<Example> examples =
        IntStream.range(0, 6)
            .mapToObj(
                i -> {
                  float[] xyz = new float[4 * POINTS.size() * Example.CHANNELS];
                  Arrays.fill(xyz, i / 6f);
                  return new Example("made-up-" + i, i % GLOSSES.size(), 4, xyz);
                })
            .toList();
    model =
        Trainer.train(
                TrainingPlan.of(
                    ExampleSource.of(examples),
                    ExampleSource.of(List.of()),
                    new NetworkOptions(
                        new NetworkInput.NoseRelative(POINTS.size(), POINTS.nose()),
                        new Encoder.Convolution(16, 1, 2, 5, true),
                        GLOSSES.size()),
                    TrainingOptions.builder().batchSize(6).epochs(1).build()),
                folder.resolve("training"),
                TrainingListener.silent())
            .savedModel();
    ModelLabels.write(model, GLOSSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "spark"})
  void everyRowGetsTheModelsAnswer(String runner) throws IOException {
    Answer answer = run("--set", "score.runner=" + runner, "--set", "score.model-path=" + model);

    assertThat(answer.code).isZero();
    assertThat(answer.record.path("scored").asInt()).isEqualTo(45);
    Map<String, Record> predictions = predictions(answer.record.path("run_id").asText());
    assertThat(predictions).hasSize(45);
    try (GlossPredictor predictor = GlossPredictor.open(model)) {
      for (Example clip : clips()) {
        float[] expected = predictor.predict(List.of(clip))[0];
        Record row = predictions.get(clip.id());
        int predicted = GLOSSES.indexOf((String) row.getField("predicted"));
        assertThat((Float) row.getField("probability"))
            .isEqualTo(expected[predicted], within(1e-5f));
        for (float other : expected) {
          assertThat(other).isLessThanOrEqualTo(expected[predicted] + 1e-5f);
        }
        assertThat(row.getField("frames")).isEqualTo(clip.frames());
      }
    }
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThat(run("--set", "score.model-path=" + folder.resolve("nothing")).code).isEqualTo(1);
    assertThat(run("--set", "tracking.uri=").code).isEqualTo(2);
  }

  private static Map<String, Record> predictions(String runId) {
    Map<String, Record> predictions = new TreeMap<>();
    try (Warehouse warehouse = LandmarkTables.open(folder);
        Rows<Record> rows =
            TableReader.of(warehouse.existing(Tables.PREDICTIONS))
                .where(Expressions.equal("run_id", runId))
                .rows()) {
      rows.stream().forEach(row -> predictions.put((String) row.getField("id"), row.copy()));
    }
    return predictions;
  }

  private static List<Example> clips() {
    List<Example> clips = new ArrayList<>();
    try (Warehouse warehouse = LandmarkTables.open(folder);
        Rows<Record> rows = TableReader.of(warehouse.existing(Tables.LANDMARKS)).rows()) {
      for (Record row : rows) {
        Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
        for (LandmarkPart part : LandmarkPart.values()) {
          parts.put(part, FloatList.toArray(row.getField(part.columnName())).clone());
        }
        int frames = (Integer) row.getField("frames");
        clips.add(
            new Example((String) row.getField("id"), 0, frames, POINTS.pick(frames, parts).xyz()));
      }
    }
    return clips;
  }

  private record Answer(int code, JsonNode record) {}

  private static Answer run(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("score"));
    line.addAll(
        List.of(
            "--set",
            "catalog.warehouse=" + folder.resolve("warehouse"),
            "--set",
            "tracking.uri=",
            "--set",
            "spark.master=local[2]"));
    line.addAll(List.of(words));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    int code;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      code = Main.launcher().run(line.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    String[] lines = said.toString(StandardCharsets.UTF_8).strip().split("\n", -1);
    String last = lines[lines.length - 1];
    return new Answer(
        code,
        last.startsWith("{")
            ? new JsonMapper().readTree(last)
            : new JsonMapper().createObjectNode());
  }
}
