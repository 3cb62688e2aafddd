package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.utils.MlflowTagConstants;

/**
 * The record of runs on one MLflow server. Safe for several threads.
 *
 * <p>Runs that are still open when the Java process is told to stop (Ctrl-C, SIGTERM) end as
 * KILLED, so that no dead run looks alive.
 */
public final class Tracking implements AutoCloseable {
  private static final String DELETED = "deleted";

  /**
   * Tells MLflow 3's page that this is no experiment with language models; where the page has a
   * switch for that, {@link TrackedRun#page()} sets it.
   */
  private static final Service.ExperimentTag MODEL_DEVELOPMENT =
      Service.ExperimentTag.newBuilder()
          .setKey("mlflow.experimentKind")
          .setValue("custom_model_development")
          .build();

  private final MlflowApi api;
  private final TrackingOptions options;
  private final OpenRuns openRuns = new OpenRuns();
  private final List<Leftovers> leftovers = new ArrayList<>();

  private Tracking(MlflowApi api, TrackingOptions options) {
    this.api = api;
    this.options = options;
  }

  /** Connects with {@link TrackingOptions#defaults()}. */
  public static Tracking connect(URI server) {
    return connect(server, TrackingOptions.defaults());
  }

  /**
   * Prepares to speak with a server; nothing is sent before the first question.
   *
   * @param server as {@code http://127.0.0.1:5000}; a path is kept as the server's prefix
   * @throws TrackingException if the address is not one of a server
   */
  public static Tracking connect(URI server, TrackingOptions options) {
    return new Tracking(new MlflowApi(server, options), options);
  }

  /** The server's address. */
  public URI server() {
    return api.server();
  }

  /** Models and their versions on the same server. */
  public ModelRegistry registry() {
    return new ModelRegistry(api);
  }

  /** The runs of an experiment, by its id, as they are found by tags. */
  public TaggedRuns taggedRuns(String experimentId) {
    return new TaggedRuns(api, experimentId);
  }

  /**
   * The runs of an experiment that have all of these tags, the newest first, at most 1000; none if
   * there is no such experiment.
   */
  public List<FoundRun> runs(String experimentName, Map<String, String> tags) {
    return findExperiment(experimentName)
        .map(found -> FoundRun.search(api, found.path("experiment_id").asText(), tags))
        .orElse(List.of());
  }

  /** A run as it is now. */
  public FoundRun run(String runId) {
    return FoundRun.read(api, runId);
  }

  /** Sets a tag of a run of any process, in place of the value it has. */
  public void tag(String runId, String key, String value) {
    api.send(
        "tag the run " + runId,
        "POST",
        "runs/set-tag",
        Map.of("run_id", runId, "key", key, "value", value));
  }

  /** The id of the experiment that a run belongs to. */
  public String experimentOf(String runId) {
    return existing(runId).getExperimentId();
  }

  /**
   * The experiment's id; it is made if it does not exist.
   *
   * @throws TrackingException if the experiment is deleted
   */
  public String experiment(String name) {
    Optional<JsonNode> found = findExperiment(name);
    if (found.isEmpty()) {
      try {
        return api.ask(
            "make the experiment '" + name + "'",
            client ->
                client.createExperiment(
                    Service.CreateExperiment.newBuilder()
                        .setName(name)
                        .addTags(MODEL_DEVELOPMENT)
                        .build()));
      } catch (TrackingException e) {
        if (!e.errorCode().equals(MlflowApi.PRESENT)) {
          throw e;
        }
        // Another process made it between our two questions.
        found = findExperiment(name);
      }
    }
    JsonNode experiment =
        found.orElseThrow(() -> api.failure("it does not show the experiment '" + name + "'."));
    String id = experiment.path("experiment_id").asText();
    if (experiment.path("lifecycle_stage").asText().equals(DELETED)) {
      throw api.failure(
          ("the experiment '%s' is deleted: restore it (mlflow experiments restore"
                  + " --experiment-id %s) or name another in tracking.experiment.")
              .formatted(name, id));
    }
    return id;
  }

  /**
   * Starts a run with the tags that MLflow's own clients set: name, user, source and parent.
   *
   * @param parentRunId the run this one is a step of
   * @param tags more tags; {@code mlflow.source.name} and its like given here win
   */
  public TrackedRun startRun(
      String experimentName,
      String runName,
      Optional<String> parentRunId,
      Map<String, String> tags) {
    String experimentId = experiment(experimentName);
    Map<String, String> own = new TreeMap<>();
    own.put(MlflowTagConstants.RUN_NAME, runName);
    own.put(MlflowTagConstants.USER, System.getProperty("user.name", "unknown"));
    own.put(MlflowTagConstants.SOURCE_NAME, program());
    own.put(MlflowTagConstants.SOURCE_TYPE, "JOB");
    parentRunId.ifPresent(parent -> own.put(MlflowTagConstants.PARENT_RUN_ID, parent));
    Map<String, String> others = new HashMap<>();
    tags.forEach((key, value) -> (own.containsKey(key) ? own : others).put(key, value));
    // Not by MLflow's client: it repeats whatever fails, and would leave a run that nobody ends.
    JsonNode made =
        api.send(
            "start the run '" + runName + "'",
            "POST",
            "runs/create",
            Map.of(
                "experiment_id",
                experimentId,
                "run_name",
                runName,
                "user_id",
                own.get(MlflowTagConstants.USER),
                "start_time",
                System.currentTimeMillis(),
                "tags",
                MlflowApi.pairs(own)));
    JsonNode info = made.at("/run/info");
    TrackedRun run =
        opened(info.path("run_id").asText(), experimentId, info.path("artifact_uri").asText());
    run.tags(others);
    return run;
  }

  /**
   * Takes up a run again, as RUNNING, whatever it had ended as.
   *
   * @throws TrackingException if there is no such run or it is deleted
   */
  public TrackedRun resumeRun(String runId) {
    Service.RunInfo info = existing(runId);
    api.send(
        "resume the run " + runId,
        "POST",
        "runs/update",
        Map.of("run_id", runId, "status", Service.RunStatus.RUNNING.name()));
    return opened(runId, info.getExperimentId(), info.getArtifactUri());
  }

  /**
   * Writes to a run that another process has started and will end; the server is not asked, so that
   * it may be away.
   */
  public TrackedRun attach(RunReference run) {
    return new TrackedRun(
        api, new RunLog(run, api, options.outbox()), /* isOurs= */ false, ended -> {});
  }

  /**
   * Delivers, while this process does its work, what others have left in the outbox for this
   * server.
   */
  public void deliverLeftovers() {
    options.outbox().ifPresent(outbox -> leftovers.add(new Leftovers(outbox, server(), options)));
  }

  /** The latest value of every metric of a run; NaN stays NaN. */
  public Map<String, Double> metrics(String runId) {
    return RunData.metrics(api, runId);
  }

  /** Every point of a metric, in the order of the server; none if the run has no such metric. */
  public List<MetricPoint> points(String runId, String metric) {
    return PointHistory.all(api, runId, metric);
  }

  /** Every tag of a run. */
  public Map<String, String> tags(String runId) {
    return RunData.tags(api, runId);
  }

  /** Every parameter of a run, long ones cut. */
  public Map<String, String> params(String runId) {
    return RunData.params(api, runId);
  }

  /**
   * Fetches the files under an artifact folder of a run. The folder appears at once and whole, or
   * not at all.
   *
   * @param artifactFolder relative, with slashes; "" is the run's root
   * @param folder must be absent or empty
   * @return {@code folder}
   * @throws TrackingException if there is no such run, it is deleted, or has no files there
   */
  public Path download(String runId, String artifactFolder, Path folder) {
    ArtifactStore store = ArtifactStore.open(api, existing(runId).getArtifactUri());
    new Download(api, store, "the artifacts of the run " + runId)
        .to(ArtifactNames.checked(artifactFolder), folder);
    return folder;
  }

  /** Ends no run; closes the connections. */
  @Override
  public void close() {
    leftovers.forEach(Leftovers::close);
    openRuns.close();
    api.close();
  }

  private Optional<JsonNode> findExperiment(String name) {
    try {
      // Not by MLflow's client: it asks thrice and warns before it says that there is none.
      return Optional.of(
          api.get(
                  "find the experiment '" + name + "'",
                  "experiments/get-by-name",
                  Map.of("experiment_name", name))
              .path("experiment"));
    } catch (TrackingException e) {
      if (e.errorCode().equals(MlflowApi.ABSENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private TrackedRun opened(String runId, String experimentId, String artifactUri) {
    RunReference reference =
        new RunReference(server().toString(), runId, experimentId, artifactUri);
    TrackedRun run =
        new TrackedRun(
            api,
            new RunLog(reference, api, options.outbox()),
            /* isOurs= */ true,
            openRuns::forget);
    openRuns.remember(run);
    return run;
  }

  private Service.RunInfo existing(String runId) {
    Service.RunInfo info =
        api.ask("find the run " + runId, client -> client.getRun(runId)).getInfo();
    if (info.getLifecycleStage().equals(DELETED)) {
      throw api.failure("the run " + runId + " is deleted: restore it or start a new one.");
    }
    return info;
  }

  /** The started main class or jar. */
  private static String program() {
    String command = System.getProperty("sun.java.command", "java");
    int end = command.indexOf(' ');
    return end < 0 ? command : command.substring(0, end);
  }
}
