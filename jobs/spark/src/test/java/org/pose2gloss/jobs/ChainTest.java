package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.MlflowServer;
import org.pose2gloss.tracking.Tracking;

/**
 * The commands from {@code extract} to {@code promote} one after the other, with real tables, a
 * real MLflow server and .pose files of two signs that anyone could tell apart: a hand that rises
 * and a hand that goes aside.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChainTest {
  private static final int FRAMES = 24;
  private static final int VIDEOS_A_SPLIT_AND_GLOSS = 8;

  @TempDir static Path folder;
  private static MlflowServer mlflow;

  @BeforeAll
  static void start() throws IOException {
    Path root = Path.of(System.getProperty("pose2gloss.root"));
    mlflow = MlflowServer.start(root.resolve(".venv/bin/mlflow"), folder.resolve("mlflow"), 0);
    try (Warehouse warehouse = warehouse();
        TableWriter videos = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS))) {
      Random random = new Random(1);
      for (String split : List.of("train", "validation", "test")) {
        for (int i = 0; i < VIDEOS_A_SPLIT_AND_GLOSS; i++) {
          video(videos, "up-" + split + i, "UP", split, sign(0, -0.3f, random));
          video(videos, "aside-" + split + i, "ASIDE", split, sign(0.3f, 0, random));
        }
      }
      Path broken = Files.writeString(folder.resolve("broken.pose"), "no pose");
      row(videos, "broken", "UP", "train", broken);
      videos.append(CommitNote.of("test"));
    }
  }

  @AfterAll
  static void stop() {
    mlflow.close();
  }

  private static Warehouse warehouse() {
    return Warehouse.open(
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString()),
        new Configuration());
  }

  private static void video(
      TableWriter videos, String id, String gloss, String split, LandmarkSequence sequence)
      throws IOException {
    Path file = folder.resolve(id + ".pose");
    try (OutputStream out = Files.newOutputStream(file)) {
      PoseFile.write(sequence, out);
    }
    row(videos, id, gloss, split, file);
  }

  private static void row(TableWriter videos, String id, String gloss, String split, Path file)
      throws IOException {
    Record row = videos.newRow();
    row.setField("id", id);
    row.setField("gloss", gloss);
    row.setField("split", split);
    row.setField("uri", file.toUri().toString());
    row.setField("media", "pose");
    row.setField("sha256", String.format("%064x", id.hashCode() & 0xffffffffL));
    videos.write(row);
  }

  /**
   * Nose and right hand; the hand moves by the given distance in image widths and heights, a little
   * shaken.
   */
  private static LandmarkSequence sign(float dx, float dy, Random random) {
    float[] hand = new float[FRAMES * LandmarkPart.RIGHT_HAND.floatsPerFrame()];
    float[] face = new float[FRAMES * LandmarkPart.FACE.floatsPerFrame()];
    for (int i = 0; i < hand.length; i++) {
      int frame = i / LandmarkPart.RIGHT_HAND.floatsPerFrame();
      float way = frame / (float) FRAMES;
      float moved = i % 3 == 0 ? 0.4f + way * dx : i % 3 == 1 ? 0.6f + way * dy : 0;
      hand[i] = moved + 0.01f * random.nextFloat();
    }
    for (int i = 0; i < face.length; i++) {
      face[i] = i % 3 == 2 ? 0 : 0.5f + 0.01f * random.nextFloat();
    }
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    parts.put(LandmarkPart.RIGHT_HAND, hand);
    parts.put(LandmarkPart.FACE, face);
    return LandmarkSequence.of(FRAMES, 25, 640, 480, parts);
  }

  private static JsonNode run(String command, String... assignments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code = exitCode(bytes, command, assignments);
    assertThat(code).as(command).isZero();
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    return new JsonMapper().readTree(lines.get(lines.size() - 1));
  }

  private static int exitCode(ByteArrayOutputStream stdout, String command, String... assignments) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    for (String assignment :
        List.of(
            "catalog.warehouse=" + folder.resolve("warehouse"),
            "tracking.uri=" + mlflow.uri(),
            "tracking.experiment=chain",
            "tracking.outbox=" + folder.resolve("outbox"),
            "training.directory=" + folder.resolve("models"),
            "training.epochs=6",
            "training.batch-size=8",
            "preparation.augmentation-frequency=1",
            "spark.master=local[2]",
            "model.name=chain")) {
      arguments.addAll(List.of("--set", assignment));
    }
    for (String assignment : assignments) {
      arguments.addAll(List.of("--set", assignment));
    }
    PrintStream before = System.out;
    System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
    try {
      return Main.launcher().run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
  }

  private static JsonNode ask(String path) throws IOException, InterruptedException {
    URI uri = URI.create(mlflow.uri() + "/api/2.0/mlflow/" + path);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  @Order(1)
  void extractTakesEveryFileAndPutsTheBrokenOneAside() throws IOException {
    JsonNode result = run("extract");
    assertThat(result.path("extracted").asInt()).isEqualTo(6 * VIDEOS_A_SPLIT_AND_GLOSS);
    assertThat(result.path("failed").asInt()).isEqualTo(1);
    assertThat(result.path("frames").asInt()).isEqualTo(6 * VIDEOS_A_SPLIT_AND_GLOSS * FRAMES);
    assertThat(result.path("right_hand_coverage").asDouble()).isEqualTo(1);
    assertThat(result.path("left_hand_coverage").asDouble()).isZero();
    try (Warehouse warehouse = warehouse();
        var failures = TableReader.of(warehouse.existing(Tables.FAILURES)).rows()) {
      assertThat(failures.stream().map(row -> row.getField("id"))).containsExactly("broken");
    }
  }

  @Test
  @Order(2)
  void extractDoesNothingTwice() throws IOException {
    JsonNode result = run("extract", "extract.max-failed-fraction=1");
    assertThat(result.path("unchanged").asInt()).isEqualTo(6 * VIDEOS_A_SPLIT_AND_GLOSS);
    assertThat(result.path("extracted").asInt()).isZero();
    assertThat(result.path("failed").asInt()).isZero();
    assertThat(result.path("failed_before").asInt()).isEqualTo(1);
    assertThat(result.path("failures")).hasSize(1);
    run("tables tag landmarks stable");
    try (Tracking tracking = Tracking.connect(mlflow.uri())) {
      List<FoundRun> extractions = tracking.runs("chain", Map.of("pose2gloss.step", "extract"));
      // The newest first: the one that found nothing to do made no version.
      assertThat(extractions)
          .extracting(run -> run.tag("landmarks").isEmpty())
          .contains(true, false);
      for (String tag : List.of("landmarks", "stable")) {
        assertThat(extractions)
            .filteredOn(run -> !run.tag(tag).isEmpty())
            .as(tag)
            .singleElement()
            .satisfies(
                run -> {
                  assertThat(run.tag(tag)).endsWith(".landmarks");
                  assertThat(run.tag("pose2gloss.result")).contains("\"unchanged\":0");
                });
      }
    }
  }

  @Test
  @Order(3)
  void extractFailsIfMoreThanTheAllowedFractionFails() {
    // One of 49 did, in the run before.
    assertThat(exitCode(new ByteArrayOutputStream(), "extract", "extract.max-failed-fraction=0.02"))
        .isEqualTo(1);
  }

  @Test
  @Order(4)
  void splitKeepsTheOfficialSplits() throws IOException {
    JsonNode result = run("split");
    for (String split : List.of("train", "validation", "test")) {
      assertThat(result.path(split).asInt()).as(split).isEqualTo(2 * VIDEOS_A_SPLIT_AND_GLOSS);
    }
    assertThat(result.path("glosses").asInt()).isEqualTo(2);
  }

  @Test
  @Order(5)
  void augmentAndTransformGiveTheSameRowsEveryTime() throws IOException {
    assertThat(run("augment").path("copies").asInt()).isEqualTo(2 * VIDEOS_A_SPLIT_AND_GLOSS);
    JsonNode first = run("transform");
    assertThat(first.path("train").asInt()).isEqualTo(4 * VIDEOS_A_SPLIT_AND_GLOSS);
    assertThat(first.path("test").asInt()).isEqualTo(2 * VIDEOS_A_SPLIT_AND_GLOSS);
    List<String> before = examples();
    run("augment");
    assertThat(run("transform")).isEqualTo(first);
    assertThat(examples()).isEqualTo(before);
  }

  private static List<String> examples() {
    try (Warehouse warehouse = warehouse();
        var rows = TableReader.of(warehouse.existing(Tables.EXAMPLES)).rows()) {
      return rows.stream()
          .map(row -> row.getField("id") + " " + row.getField("copy") + " " + row.getField("xyz"))
          .sorted()
          .toList();
    }
  }

  @Test
  @Order(6)
  void trainLearnsTheTwoSignsAndRegistersTheModel() throws Exception {
    JsonNode result = run("train");
    assertThat(result.path("model_version").asInt()).isEqualTo(1);
    assertThat(result.path("epochs").asInt()).isEqualTo(6);
    JsonNode version =
        ask("registered-models/alias?name=chain&alias=candidate").path("model_version");
    assertThat(version.path("version").asText()).isEqualTo("1");
    JsonNode history =
        ask(
            "metrics/get-history?metric_key=val_accuracy&run_id="
                + version.path("run_id").asText());
    assertThat(history.path("metrics")).hasSize(6);
    assertThat(
            ask("runs/get?run_id=" + version.path("run_id").asText())
                .at("/run/data/metrics")
                .findValuesAsText("key"))
        .contains("system/cpu_utilization_percentage", "system/system_memory_usage_megabytes");
    JsonNode run = ask("runs/get?run_id=" + version.path("run_id").asText()).path("run");
    assertThat(run.path("info").path("status").asText()).isEqualTo("FINISHED");
    assertThat(contexts(run))
        .containsExactlyInAnyOrder("examples.train: training", "examples.validation: validation");
  }

  /** Each dataset that a run read, with what for. */
  private static List<String> contexts(JsonNode run) {
    List<String> contexts = new ArrayList<>();
    for (JsonNode input : run.at("/inputs/dataset_inputs")) {
      contexts.add(
          input.at("/dataset/name").asText()
              + ": "
              + valueOf(input.path("tags"), "mlflow.data.context"));
    }
    return contexts;
  }

  @Test
  @Order(7)
  void evaluateFindsThatItKnowsThemAndPromoteLetsItServe() throws Exception {
    JsonNode evaluated = run("evaluate");
    assertThat(evaluated.path("test_examples").asInt()).isEqualTo(2 * VIDEOS_A_SPLIT_AND_GLOSS);
    assertThat(evaluated.path("test_accuracy").asDouble()).isGreaterThan(0.9);
    JsonNode promoted = run("promote");
    assertThat(promoted.path("promoted").asBoolean()).isTrue();
    JsonNode version =
        ask("registered-models/alias?name=chain&alias=production").path("model_version");
    assertThat(version.path("version").asText()).isEqualTo("1");
  }

  @Test
  @Order(8)
  void evaluateKeepsMetricsOfEverySplitAndAReportOnItsRun() throws Exception {
    JsonNode tags = ask("model-versions/get?name=chain&version=1").at("/model_version/tags");
    String runId = valueOf(tags, "evaluation_run");
    JsonNode run = ask("runs/get?run_id=" + runId).path("run");
    assertThat(valueOf(run.at("/data/tags"), "model_version")).isEqualTo("1");
    assertThat(valueOf(tags, "examples_snapshot"))
        .isEqualTo(run.at("/inputs/dataset_inputs/0/dataset/digest").asText());
    assertThat(contexts(run))
        .containsExactlyInAnyOrder(
            "examples.train: training", "examples.validation: validation", "examples.test: test");
    List<String> metrics = run.at("/data/metrics").findValuesAsText("key");
    for (String split : List.of("train", "validation", "test")) {
      assertThat(metrics)
          .contains(
              split + "_loss",
              split + "_accuracy",
              split + "_top5_accuracy",
              split + "_macro_f1",
              split + "_weighted_recall",
              split + "_expected_calibration_error",
              split + "_accuracy_lower",
              split + "_accuracy_upper");
      assertThat(artifacts(runId, "evaluation/" + split))
          .contains(
              "report.txt",
              "confusion.png",
              "confusion.html",
              "reliability.png",
              "accuracy_by_length.png",
              "glosses.json",
              "lengths.json",
              "calibration.json")
          .doesNotContain("signers.json");
    }
    assertThat(artifacts(runId, "evaluation")).contains("evaluation.json");
  }

  @Test
  @Order(9)
  void anotherEvaluationLeavesThePredictionsOfTheFirstInTheirTable() throws Exception {
    String first =
        valueOf(
            ask("model-versions/get?name=chain&version=1").at("/model_version/tags"),
            "evaluation_run");
    Map<String, List<Integer>> before = ranksByRun();
    assertThat(before.get(first)).hasSize(6 * VIDEOS_A_SPLIT_AND_GLOSS).allMatch(rank -> rank >= 1);

    JsonNode byAlias = run("evaluate", "evaluate.alias=production");
    String trained = byAlias.path("evaluated_run").asText();
    JsonNode byRun = run("evaluate", "evaluate.run=" + trained);

    assertThat(byAlias.path("version").asInt()).isEqualTo(1);
    assertThat(byRun.path("version").asInt()).isZero();
    assertThat(byRun.path("test_loss")).isEqualTo(byAlias.path("test_loss"));
    Map<String, List<Integer>> after = ranksByRun();
    assertThat(after).hasSize(3).containsEntry(first, before.get(first));
  }

  @Test
  @Order(10)
  void evaluateSaysWhatIsWrongWithAModelThatCannotBeJudged() throws Exception {
    assertThat(said("evaluate", "model.version=7")).contains("has no version 7");
    assertThat(said("evaluate", "evaluate.alias=nobody")).contains("alias 'nobody'");
    assertThat(said("evaluate", "evaluate.run=0123")).contains("0123");
    assertThat(said("evaluate", "evaluate.alias=production", "model.version=1"))
        .contains("give one of evaluate.run");
    // A run that has artifacts, but no model among them.
    String evaluation =
        valueOf(
            ask("model-versions/get?name=chain&version=1").at("/model_version/tags"),
            "evaluation_run");
    assertThat(said("evaluate", "evaluate.run=" + evaluation))
        .contains("has no artifacts in the folder model");
  }

  @Test
  @Order(11)
  void evaluateRefusesExamplesWithOtherGlosses() throws IOException {
    String[] others = prepared("preparation.name=others", "preparation.chosen-labels=[UP]");
    assertThat(said("evaluate", others))
        .contains("glosses are not those of the preparation 'others'")
        .contains("label 0 is 'UP' there, and 'ASIDE' in the model");
  }

  @Test
  @Order(12)
  void evaluateRefusesExamplesWithOtherPoints() throws IOException {
    String[] others =
        prepared("preparation.name=hands", "preparation.chosen-landmarks=[right_hand, left_hand]");
    assertThat(said("evaluate", others))
        .contains("has 42 points a frame where the network takes 180");
  }

  @Test
  @Order(13)
  void promoteRefusesWhatIsNotGoodEnough() throws IOException {
    JsonNode refused = run("promote", "promote.minimum-accuracy=1", "model.alias=other");
    boolean perfect = refused.path("test_accuracy").asDouble() == 1;
    assertThat(refused.path("promoted").asBoolean()).isEqualTo(perfect);
  }

  /** Makes a preparation, and gives back what it was made with. */
  private static String[] prepared(String... assignments) throws IOException {
    for (String step : List.of("split", "augment", "transform")) {
      run(step, assignments);
    }
    return assignments;
  }

  private static Map<String, List<Integer>> ranksByRun() {
    try (Warehouse warehouse = warehouse();
        var rows = TableReader.of(warehouse.existing(Tables.PREDICTIONS)).rows()) {
      return rows.stream()
          .collect(
              Collectors.groupingBy(
                  row -> (String) row.getField("run_id"),
                  Collectors.mapping(
                      row -> (Integer) row.getField("rank_of_truth"), Collectors.toList())));
    }
  }

  private static List<String> artifacts(String runId, String artifactFolder) throws Exception {
    return ask("artifacts/list?run_id=" + runId + "&path=" + artifactFolder)
        .path("files")
        .findValuesAsText("path")
        .stream()
        .map(path -> path.substring(artifactFolder.length() + 1))
        .toList();
  }

  private static String valueOf(JsonNode tags, String key) {
    for (JsonNode tag : tags) {
      if (tag.path("key").asText().equals(key)) {
        return tag.path("value").asText();
      }
    }
    throw new AssertionError("no tag " + key + " in " + tags);
  }

  /** What a command that fails tells on stderr. */
  private static String said(String command, String... assignments) {
    PrintStream before = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(exitCode(new ByteArrayOutputStream(), command, assignments)).isNotZero();
    } finally {
      System.setErr(before);
    }
    return told.toString(StandardCharsets.UTF_8);
  }
}
