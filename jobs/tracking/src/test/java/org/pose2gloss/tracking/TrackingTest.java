package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealMlflow.class)
class TrackingTest {
  private final RealMlflow.Server server;
  private Tracking tracking;

  TrackingTest(RealMlflow.Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect() {
    tracking = Tracking.connect(server.uri());
  }

  @AfterEach
  void disconnect() {
    tracking.close();
  }

  @Test
  void anExperimentIsMadeOnceAndFoundAgain() throws Exception {
    String id = tracking.experiment("made once");
    assertThat(tracking.experiment("made once")).isEqualTo(id);
    assertThat(server.get("experiments/get?experiment_id=" + id).at("/experiment/name").asText())
        .isEqualTo("made once");
    assertThat(pairs(server.get("experiments/get?experiment_id=" + id).at("/experiment/tags")))
        .containsEntry("mlflow.experimentKind", "custom_model_development");
  }

  @Test
  void aDeletedExperimentIsNamedWithTheWayToRestoreIt() throws Exception {
    String id = tracking.experiment("deleted one");
    server.post("experiments/delete", "{\"experiment_id\": \"" + id + "\"}");
    assertThatThrownBy(() -> tracking.startRun("deleted one", "run", Optional.empty(), Map.of()))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining(server.uri().toString())
        .hasMessageContaining("the experiment 'deleted one' is deleted")
        .hasMessageContaining("--experiment-id " + id);
  }

  @Test
  void aStepsRunCarriesItsParentNameUserAndSource() throws Exception {
    try (TrackedRun parent = start("pipeline");
        TrackedRun child =
            tracking.startRun(
                "runs",
                "extract",
                Optional.of(parent.id()),
                Map.of("stage", "extract", "mlflow.source.name", "pose2gloss extract"))) {
      JsonNode run = run(child.id());
      assertThat(run.at("/info/run_name").asText()).isEqualTo("extract");
      assertThat(child.page().getFragment())
          .startsWith(
              "/experiments/" + run.at("/info/experiment_id").asText() + "/runs/" + child.id());
      assertThat(run.at("/info/status").asText()).isEqualTo("RUNNING");
      assertThat(run.at("/info/start_time").asLong())
          .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
      assertThat(pairs(run.at("/data/tags")))
          .containsEntry("mlflow.parentRunId", parent.id())
          .containsEntry("mlflow.runName", "extract")
          .containsEntry("mlflow.user", System.getProperty("user.name"))
          .containsEntry("mlflow.source.name", "pose2gloss extract")
          .containsEntry("mlflow.source.type", "JOB")
          .containsEntry("stage", "extract");
      assertThat(pairs(run(parent.id()).at("/data/tags"))).doesNotContainKey("mlflow.parentRunId");
    }
  }

  @Test
  void moreParametersAndTagsThanOneRequestTakesAllArrive() throws Exception {
    try (TrackedRun run = start("many")) {
      Map<String, String> many = new TreeMap<>();
      for (int i = 0; i < 250; i++) {
        many.put("key." + i, "värde " + i);
      }
      run.params(many);
      run.tags(many);
      JsonNode data = run(run.id()).at("/data");
      assertThat(pairs(data.at("/params"))).isEqualTo(many);
      assertThat(pairs(data.at("/tags"))).containsAllEntriesOf(many);
      assertThat(tracking.params(run.id())).isEqualTo(many);
    }
  }

  @Test
  void aLongParameterIsCutWithAMarkAndKeptWholeAsAnArtifact() throws Exception {
    // 2 bytes a character, and pairs of surrogates that must not be cut apart.
    String value = "é".repeat(5000) + "\uD83E\uDD1F".repeat(4000);
    try (TrackedRun run = start("long")) {
      run.params(Map.of("glosses", value, "short", "x".repeat(6000)));
      Map<String, String> params = pairs(run(run.id()).at("/data/params"));
      assertThat(params.get("short")).isEqualTo("x".repeat(6000));
      assertThat(params.get("glosses"))
          .startsWith("é".repeat(5000) + "\uD83E\uDD1F")
          .endsWith(" … [13000 characters, whole in artifact params/glosses.txt]")
          .hasSizeBetween(5999, 6000);
      assertThat(server.artifact(run.id(), "params/glosses.txt")).isEqualTo(value.getBytes(UTF_8));
    }
  }

  @Test
  void oneHundredLongParametersOfManyBytesArrive() throws Exception {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("k" + i, "手".repeat(6000));
    }
    try (TrackedRun run = start("wide")) {
      run.params(many);
      assertThat(pairs(run(run.id()).at("/data/params"))).isEqualTo(many);
    }
  }

  @Test
  void aParameterCannotBeGivenAnotherValue() {
    try (TrackedRun run = start("twice")) {
      run.params(Map.of("seed", "1"));
      run.params(Map.of("seed", "1"));
      assertThatThrownBy(() -> run.params(Map.of("seed", "2")))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("could not log parameters of the run " + run.id())
          .hasMessageContaining("Changing param values is not allowed");
    }
  }

  @Test
  void aWholeHistoryOfAMetricIsKept() throws Exception {
    List<MetricPoint> points = new ArrayList<>();
    for (int step = 0; step < 2500; step++) {
      points.add(new MetricPoint("loss", 1.0 / (step + 1), step, 1_700_000_000_000L + step));
    }
    try (TrackedRun run = start("history")) {
      run.metrics(points);
      JsonNode history = history(run.id(), "loss");
      assertThat(history).hasSize(2500);
      assertThat(history.get(2499).path("value").asDouble()).isEqualTo(1.0 / 2500);
      assertThat(history.get(2499).path("step").asLong()).isEqualTo(2499);
      assertThat(history.get(2499).path("timestamp").asLong()).isEqualTo(1_700_000_002_499L);
    }
  }

  @Test
  void aValueThatIsNoNumberDoesNotLoseTheOthers() throws Exception {
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("loss", Double.NaN);
    metrics.put("gradient norm", Double.POSITIVE_INFINITY);
    metrics.put("lowest", Double.NEGATIVE_INFINITY);
    metrics.put("top-1", 0.5);
    try (TrackedRun run = start("not finite")) {
      run.metrics(metrics, 3);
      assertThat(history(run.id(), "loss").get(0).path("value").asText()).isEqualTo("NaN");
      assertThat(history(run.id(), "top-1").get(0).path("value").asDouble()).isEqualTo(0.5);
      // MLflow's database has no infinity: it keeps the largest finite numbers.
      assertThat(tracking.metrics(run.id()))
          .containsEntry("loss", Double.NaN)
          .containsEntry("gradient norm", Double.MAX_VALUE)
          .containsEntry("lowest", -Double.MAX_VALUE)
          .containsEntry("top-1", 0.5);
    }
  }

  @Test
  void aNameThatMlflowRefusesIsLoggedUnderItsNearest() throws Exception {
    try (TrackedRun run = start("names")) {
      run.metrics(Map.of("f1/don't", 1.0, "/f1/../a", 2.0, "épée", 3.0, "f1 (macro)", 4.0), 0);
      assertThat(tracking.metrics(run.id()))
          .isEqualTo(Map.of("f1/don_t", 1.0, "f1/_/a", 2.0, "épée", 3.0, "f1 _macro_", 4.0));
    }
  }

  @Test
  void theDataThatARunReadAreOnItWithTheirSnapshot() throws Exception {
    String source = "{\"table\":\"pose2gloss.landmarks\",\"snapshot_id\":8231072334}";
    String schema = "{\"mlflow_colspec\":[{\"name\":\"id\",\"type\":\"string\"}]}";
    try (TrackedRun run = start("inputs")) {
      run.input(
          new DatasetInput(
              "pose2gloss.landmarks",
              "8231072334",
              "iceberg",
              source,
              schema,
              "{\"num_rows\":117}",
              "training"));
      run.input(new DatasetInput("plain", "d1", "local", "{}", "", "", ""));
      JsonNode inputs = run(run.id()).at("/inputs/dataset_inputs");
      assertThat(inputs).hasSize(2);
      JsonNode table =
          inputs.get(0).at("/dataset/name").asText().equals("plain")
              ? inputs.get(1)
              : inputs.get(0);
      assertThat(table.at("/dataset/name").asText()).isEqualTo("pose2gloss.landmarks");
      assertThat(table.at("/dataset/digest").asText()).isEqualTo("8231072334");
      assertThat(table.at("/dataset/source_type").asText()).isEqualTo("iceberg");
      assertThat(table.at("/dataset/source").asText()).isEqualTo(source);
      assertThat(table.at("/dataset/schema").asText()).isEqualTo(schema);
      assertThat(table.at("/dataset/profile").asText()).isEqualTo("{\"num_rows\":117}");
      assertThat(pairs(table.at("/tags"))).isEqualTo(Map.of("mlflow.data.context", "training"));
    }
  }

  @Test
  void aRunEndsAsItsWorkDid() throws Exception {
    TrackedRun good = start("good");
    good.finished();
    good.close();
    TrackedRun bad = start("bad");
    bad.failed("3 of 10 videos could not be read.");
    bad.close();
    TrackedRun forgotten = start("forgotten");
    forgotten.close();
    TrackedRun handedOn = start("handed on");
    handedOn.leave();
    handedOn.close();

    assertThat(status(good)).isEqualTo("FINISHED");
    assertThat(run(good.id()).at("/info/end_time").asLong())
        .isGreaterThanOrEqualTo(run(good.id()).at("/info/start_time").asLong());
    assertThat(status(bad)).isEqualTo("FAILED");
    assertThat(pairs(run(bad.id()).at("/data/tags")))
        .containsEntry("failure", "3 of 10 videos could not be read.");
    assertThat(status(forgotten)).isEqualTo("FAILED");
    assertThat(status(handedOn)).isEqualTo("RUNNING");
  }

  @Test
  void aRunIsTakenUpAgain() throws Exception {
    TrackedRun first = start("taken up");
    first.failed("the cluster went away");
    try (TrackedRun second = tracking.resumeRun(first.id())) {
      assertThat(status(second)).isEqualTo("RUNNING");
      second.metric("top-1", 0.7, 1);
      second.finished();
    }
    assertThat(status(first)).isEqualTo("FINISHED");
    assertThat(tracking.metrics(first.id())).containsEntry("top-1", 0.7);
  }

  @Test
  void aRunThatIsNotThereIsNamed() throws Exception {
    assertThatThrownBy(() -> tracking.resumeRun("0123456789abcdef0123456789abcdef"))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("could not find the run 0123456789abcdef0123456789abcdef")
        .extracting(e -> ((TrackingException) e).errorCode())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    TrackedRun deleted = start("deleted");
    deleted.finished();
    server.post("runs/delete", "{\"run_id\": \"" + deleted.id() + "\"}");
    assertThatThrownBy(() -> tracking.resumeRun(deleted.id()))
        .hasMessageContaining("the run " + deleted.id() + " is deleted");
  }

  private TrackedRun start(String name) {
    return tracking.startRun("runs", name, Optional.empty(), Map.of());
  }

  private JsonNode run(String id) throws Exception {
    return server.get("runs/get?run_id=" + id).path("run");
  }

  private String status(TrackedRun run) throws Exception {
    return run(run.id()).at("/info/status").asText();
  }

  private JsonNode history(String runId, String metric) throws Exception {
    return server
        .get(
            "metrics/get-history?run_id="
                + runId
                + "&metric_key="
                + metric.replace(" ", "%20")
                + "&max_results=25000")
        .path("metrics");
  }

  static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new TreeMap<>();
    for (JsonNode pair : list.isMissingNode() ? new ObjectMapper().createArrayNode() : list) {
      pairs.put(pair.path("key").asText(), pair.path("value").asText());
    }
    return pairs;
  }
}
