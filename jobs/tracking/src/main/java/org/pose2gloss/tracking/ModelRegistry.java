package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered models, their versions and aliases. Get one from {@link Tracking#registry()}. */
public final class ModelRegistry {
  private static final String READY = "READY";

  /** Registering is a row in a database for MLflow itself; other registries may copy the files. */
  private static final int LONGEST_WAIT_SECONDS = 120;

  private static final int LONGEST_PAUSE_MILLIS = 1000;

  /** What MLflow's SQL store says of an alias that a model does not have. */
  private static final String ABSENT_ALIAS = "INVALID_PARAMETER_VALUE";

  private final MlflowApi api;

  ModelRegistry(MlflowApi api) {
    this.api = api;
  }

  /**
   * Makes a version of a model from a run's artifact folder and waits till it is ready. The model
   * is made if it does not exist. Asked again for the same run and folder, it gives the version
   * that is there, so that a step that is repeated makes no second one.
   *
   * @param artifactFolder folder of the run that holds the model, with its {@code MLmodel} file
   * @param tags of the version
   * @param description of the version
   * @return the version's number, from 1
   * @throws TrackingException also if the folder holds nothing
   */
  public int register(
      String model,
      String runId,
      String artifactFolder,
      Map<String, String> tags,
      String description) {
    String artifactUri =
        api.ask("find the run " + runId, client -> client.getRun(runId)).getInfo().getArtifactUri();
    String folder = ArtifactNames.checked(artifactFolder);
    if (ArtifactStore.open(api, artifactUri).list(folder).isEmpty()) {
      throw api.failure(
          "the run %s has no artifacts in the folder '%s' to register as a version of %s."
              .formatted(runId, folder, model));
    }
    String source = ArtifactNames.join(artifactUri, folder);
    Optional<RegisteredVersion> known = known(model, runId, source);
    if (known.isPresent()) {
      waitTillReady(model, known.get().version());
      return known.get().version();
    }
    makeModel(model);
    JsonNode made =
        api.send(
            "register the model " + model,
            "POST",
            "model-versions/create",
            Map.of(
                "name",
                model,
                "source",
                source,
                "run_id",
                runId,
                "description",
                description,
                "tags",
                MlflowApi.pairs(tags)));
    int version = made.path("model_version").path("version").asInt();
    waitTillReady(model, version);
    return version;
  }

  /** What an alias of a model has pointed at. */
  public AliasHistory history(String model, String alias) {
    return new AliasHistory(api, model, alias);
  }

  /**
   * Waits until no other process that uses this server has the claim of this name, and takes it.
   *
   * @param name which no registered model has
   * @param term after which a process that holds on counts as dead
   */
  public RegistryClaim claim(String name, Duration term) {
    return RegistryClaim.take(api, name, term);
  }

  /** Points an alias, as {@code production}, at a version; it leaves the version it was at. */
  public void alias(String model, String alias, int version) {
    api.send(
        "set the alias %s of %s to version %d".formatted(alias, model, version),
        "POST",
        "registered-models/alias",
        Map.of("name", model, "alias", alias, "version", Integer.toString(version)));
  }

  /** The version that an alias points at; empty without such a model or alias. */
  public Optional<RegisteredVersion> byAlias(String model, String alias) {
    return find(
        "find the alias %s of %s".formatted(alias, model),
        "registered-models/alias",
        Map.of("name", model, "alias", alias),
        Set.of(MlflowApi.ABSENT, ABSENT_ALIAS));
  }

  /** A version by its number; empty without such a model or version. */
  public Optional<RegisteredVersion> byVersion(String model, int version) {
    return find(
        "find version %d of %s".formatted(version, model),
        "model-versions/get",
        Map.of("name", model, "version", Integer.toString(version)),
        Set.of(MlflowApi.ABSENT));
  }

  /** Sets a tag of a version, in place of the value it has. */
  public void tag(String model, int version, String key, String value) {
    api.send(
        "tag version %d of %s".formatted(version, model),
        "POST",
        "model-versions/set-tag",
        Map.of("name", model, "version", Integer.toString(version), "key", key, "value", value));
  }

  /**
   * Fetches a version's files. The folder appears at once and whole, or not at all.
   *
   * @param folder must be absent or empty
   * @return {@code folder}
   */
  public Path download(RegisteredVersion version, Path folder) {
    JsonNode answer =
        api.get(
            "find the files of version %d of %s".formatted(version.version(), version.model()),
            "model-versions/get-download-uri",
            Map.of("name", version.model(), "version", Integer.toString(version.version())));
    new Download(
            api,
            ArtifactStore.open(api, answer.path("artifact_uri").asText(version.source())),
            "version %d of %s".formatted(version.version(), version.model()))
        .to("", folder);
    return folder;
  }

  private Optional<RegisteredVersion> known(String model, String runId, String source) {
    String filter = "name=%s and run_id='%s'".formatted(FilterText.quoted(model), runId);
    JsonNode answer =
        api.get(
            "find versions of " + model,
            "model-versions/search",
            Map.of("filter", filter, "max_results", "1000"));
    for (JsonNode version : answer.path("model_versions")) {
      if (version.path("source").asText().equals(source)) {
        return Optional.of(version(version));
      }
    }
    return Optional.empty();
  }

  private void makeModel(String model) {
    try {
      api.send(
          "make the registered model " + model,
          "POST",
          "registered-models/create",
          Map.of("name", model));
    } catch (TrackingException e) {
      if (!e.errorCode().equals(MlflowApi.PRESENT)) {
        throw e;
      }
    }
  }

  private void waitTillReady(String model, int version) {
    String task = "read version %d of %s".formatted(version, model);
    Map<String, String> query = Map.of("name", model, "version", Integer.toString(version));
    long end = System.nanoTime() + LONGEST_WAIT_SECONDS * 1_000_000_000L;
    int pause = 50;
    while (true) {
      JsonNode answer = api.get(task, "model-versions/get", query).path("model_version");
      String status = answer.path("status").asText(READY);
      if (status.equals(READY)) {
        return;
      }
      if (status.startsWith("FAILED") || System.nanoTime() > end) {
        throw api.failure(
            "version %d of %s is not ready: %s %s"
                .formatted(version, model, status, answer.path("status_message").asText("")));
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw api.failure("the wait was interrupted (to " + task + ").");
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private Optional<RegisteredVersion> find(
      String task, String endpoint, Map<String, String> query, Set<String> absent) {
    try {
      return Optional.of(version(api.get(task, endpoint, query).path("model_version")));
    } catch (TrackingException e) {
      if (absent.contains(e.errorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static RegisteredVersion version(JsonNode version) {
    List<String> aliases = new ArrayList<>();
    version.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    return new RegisteredVersion(
        version.path("name").asText(),
        version.path("version").asInt(),
        version.path("run_id").asText(""),
        version.path("source").asText(""),
        version.path("description").asText(""),
        MlflowApi.tags(version.path("tags")),
        aliases.stream().sorted().toList(),
        Instant.ofEpochMilli(version.path("creation_timestamp").asLong()));
  }
}
