package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealMlflow.class)
class ModelRegistryTest {
  /** One frame with a point and one without. */
  private static final InputExample EXAMPLE =
      new InputExample(
          Map.of(
              "frames", InputExample.nested(new float[] {0.25f, 0.5f, Float.NaN, 0}, 1, 2, 2),
              "mask", InputExample.nested(new float[] {1, 1}, 1, 2)));

  private final RealMlflow.Server server;
  @TempDir Path folder;
  private Tracking tracking;
  private ModelRegistry registry;

  ModelRegistryTest(RealMlflow.Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect() {
    tracking = Tracking.connect(server.uri());
    registry = tracking.registry();
  }

  @AfterEach
  void disconnect() {
    tracking.close();
  }

  @Test
  void aVersionIsRegisteredDescribedTaggedAndFetched() throws Exception {
    try (TrackedRun run = runWithModel("described")) {
      int version =
          registry.register(
              "gloss", run.id(), "model", Map.of("labels", "100"), "WLASL100, 192 wide");

      JsonNode stored =
          server.get("model-versions/get?name=gloss&version=" + version).path("model_version");
      assertThat(stored.path("status").asText()).isEqualTo("READY");
      assertThat(stored.path("run_id").asText()).isEqualTo(run.id());
      assertThat(stored.path("description").asText()).isEqualTo("WLASL100, 192 wide");
      assertThat(stored.path("source").asText()).isEqualTo(run.artifactUri() + "/model");
      assertThat(TrackingTest.pairs(stored.path("tags"))).isEqualTo(Map.of("labels", "100"));

      RegisteredVersion found = registry.byVersion("gloss", version).orElseThrow();
      assertThat(found.model()).isEqualTo("gloss");
      assertThat(found.version()).isEqualTo(version);
      assertThat(found.runId()).isEqualTo(run.id());
      assertThat(found.tags()).isEqualTo(Map.of("labels", "100"));
      assertThat(found.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());

      Path back = registry.download(found, folder.resolve("fetched/here"));
      assertThat(Files.readString(back.resolve("MLmodel"))).contains("saved_model_dir");
      assertThat(Files.readString(back.resolve("model/variables/variables.index")))
          .isEqualTo("index of described");
      assertThat(folder.resolve("fetched").toFile().list()).containsExactly("here");
    }
  }

  @Test
  void registeringTheSameFolderAgainGivesTheSameVersion() throws Exception {
    try (TrackedRun first = runWithModel("first");
        TrackedRun second = runWithModel("second")) {
      int one = registry.register("repeated", first.id(), "model", Map.of(), "");
      assertThat(registry.register("repeated", first.id(), "model", Map.of(), "")).isEqualTo(one);
      assertThat(registry.register("repeated", second.id(), "model", Map.of(), ""))
          .isEqualTo(one + 1);
    }
  }

  @Test
  void anAliasPointsAtOneVersionAndMoves() throws Exception {
    try (TrackedRun first = runWithModel("first");
        TrackedRun second = runWithModel("second")) {
      int one = registry.register("served", first.id(), "model", Map.of(), "");
      int two = registry.register("served", second.id(), "model", Map.of(), "");
      assertThat(registry.byAlias("served", "production")).isEmpty();

      registry.alias("served", "production", one);
      assertThat(registry.byAlias("served", "production").orElseThrow().runId())
          .isEqualTo(first.id());

      registry.alias("served", "production", two);
      registry.alias("served", "stable", two);
      assertThat(
              server
                  .get("registered-models/alias?name=served&alias=production")
                  .at("/model_version/version")
                  .asInt())
          .isEqualTo(two);
      assertThat(registry.byVersion("served", two).orElseThrow().aliases())
          .isEqualTo(List.of("production", "stable"));
      assertThat(registry.byVersion("served", one).orElseThrow().aliases()).isEmpty();
    }
  }

  @Test
  void whatIsNotRegisteredIsNotFound() {
    assertThat(registry.byAlias("never made", "production")).isEmpty();
    assertThat(registry.byVersion("never made", 1)).isEmpty();
  }

  @Test
  void aFolderWithoutArtifactsIsNotRegistered() throws Exception {
    try (TrackedRun run = runWithModel("empty")) {
      assertThatThrownBy(() -> registry.register("nothing", run.id(), "other", Map.of(), ""))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining(
              "the run " + run.id() + " has no artifacts in the folder 'other' to register");
      assertThat(registry.byVersion("nothing", 1)).isEmpty();
    }
  }

  @Test
  void aVersionWhoseArtifactsAreGoneIsASentence() throws Exception {
    try (TrackedRun run = runWithModel("gone")) {
      int version = registry.register("gone", run.id(), "model", Map.of(), "");
      RealMlflow.delete(
          server.folder().resolve("artifacts").resolve(run.experimentId()).resolve(run.id()));
      RegisteredVersion found = registry.byVersion("gone", version).orElseThrow();
      assertThatThrownBy(() -> registry.download(found, folder.resolve("gone")))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("version 1 of gone has no artifacts");
      assertThat(folder.resolve("gone")).doesNotExist();
    }
  }

  @Test
  void aFolderInUseIsNotOverwrittenByADownload() throws Exception {
    try (TrackedRun run = runWithModel("in use")) {
      int version = registry.register("in use", run.id(), "model", Map.of(), "");
      Path used = Files.createDirectories(folder.resolve("used"));
      Files.writeString(used.resolve("mine.txt"), "mine");
      RegisteredVersion found = registry.byVersion("in use", version).orElseThrow();
      assertThatThrownBy(() -> registry.download(found, used))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("must be an absent or empty folder");
      assertThat(used.toFile().list()).containsExactly("mine.txt");
      assertThat(folder).isDirectoryNotContaining("glob:**/.download-*");
    }
  }

  @Test
  void mlflowsOwnPythonReadsTheModelFile() throws Exception {
    Path model = modelFolder("python", "0123456789abcdef0123456789abcdef");
    String program =
        "import json,sys; from mlflow.models import Model; m = Model.load(sys.argv[1]);"
            + "print(json.dumps([m.run_id, m.artifact_path, m.utc_time_created, m.flavors,"
            + " m.signature.to_dict(), m.metadata]))";
    JsonNode read = python(program, model);
    assertThat(read.get(0).asText()).isEqualTo("0123456789abcdef0123456789abcdef");
    assertThat(read.get(1).asText()).isEqualTo("model");
    assertThat(read.get(2).asText()).isEqualTo("2026-11-23 12:00:00.250000");
    assertThat(read.get(3).at("/tensorflow/model_type").asText()).isEqualTo("tf1-estimator");
    assertThat(read.get(3).at("/tensorflow/saved_model_dir").asText()).isEqualTo("model");
    assertThat(read.get(3).at("/pose2gloss/labels").asText()).isEqualTo("it's: #1.txt");
    assertThat(read.get(4).path("inputs").asText())
        .contains("\"name\": \"frames\"", "\"shape\": [-1, -1, 2]", "float32");
    assertThat(read.get(4).path("outputs").asText()).contains("probabilities");
    assertThat(read.get(5).path("seed").asInt()).isEqualTo(7);
    assertThat(read.get(5).at("/tables/examples/snapshot_id").asText()).isEqualTo("12");
  }

  @Test
  void mlflowsOwnPythonReadsTheExample() throws Exception {
    Path model = modelFolder("example", "0123456789abcdef0123456789abcdef");
    JsonNode version = python("import json,mlflow; print(json.dumps(mlflow.__version__))", model);
    assumeThat(version.asText())
        .as("the oldest client that is tested knows the example's file in another form")
        .isNotEqualTo("2.8.0");
    String program =
        "import json,sys; from mlflow.models import Model; m = Model.load(sys.argv[1]);"
            + "print(json.dumps(["
            + "{k: [v.dtype.name, v.tolist()] for k, v in m.load_input_example(sys.argv[1]).items()},"
            + " json.loads(m.get_serving_input(sys.argv[1]))]))";
    JsonNode read = python(program, model);
    assertThat(read.get(0).path("frames").toString())
        .isEqualTo("[\"float32\",[[[0.25,0.5],[\"NaN\",0.0]]]]");
    assertThat(read.get(1).path("inputs").path("mask").toString()).isEqualTo("[[1.0,1.0]]");
  }

  /** The JSON that a program of MLflow's own Python prints, given a model's folder. */
  private static JsonNode python(String program, Path model) throws Exception {
    Process python =
        new ProcessBuilder(
                RealMlflow.executable().resolveSibling("python3").toString(),
                "-c",
                program,
                model.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build()
        .readTree(python.getInputStream().readAllBytes());
  }

  private TrackedRun runWithModel(String name) throws Exception {
    TrackedRun run = tracking.startRun("models", name, Optional.empty(), Map.of());
    run.artifacts(modelFolder(name, run.id()), "model");
    return run;
  }

  private Path modelFolder(String name, String runId) throws Exception {
    Path model = folder.resolve("model of " + name);
    Path variables = Files.createDirectories(model.resolve("model/variables"));
    Files.writeString(variables.resolve("variables.index"), "index of " + name);
    new MlmodelFile(
            "model",
            runId,
            "model",
            Instant.parse("2026-11-23T12:00:00.250Z"),
            List.of(
                new TensorSpec("frames", "float32", List.of(-1, -1, 2)),
                new TensorSpec("mask", "float32", List.of(-1, -1))),
            List.of(new TensorSpec("probabilities", "float32", List.of(-1, 100))),
            Map.of("labels", "it's: #1.txt"),
            Map.of("seed", 7, "tables", Map.of("examples", Map.of("snapshot_id", "12"))))
        .write(model, EXAMPLE);
    return model;
  }
}
