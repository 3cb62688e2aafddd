package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pose2gloss.command.Secrets;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.Tracking;

/**
 * Where a pipeline's configuration comes from, so that every step gets the same.
 *
 * @param files of {@code --conf}, absolute
 * @param assignments of {@code --set}
 */
public record PipelineOptions(List<Path> files, List<String> assignments) {
  /** Keys whose values may be secret: they are not kept on runs. */
  private static final List<String> UNTOLD =
      List.of(
          "catalog.properties",
          "spark.conf",
          "serving.api-key",
          "serving.admin-token",
          "serving.tls.password",
          "triggers.webhook");

  private static final JsonMapper JSON = new JsonMapper();

  /** Makes the paths absolute: steps may start elsewhere. */
  public PipelineOptions {
    files = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    assignments = List.copyOf(assignments);
  }

  /** As they were typed. */
  public static PipelineOptions of(SettingsOptions options) {
    return new PipelineOptions(options.files(), options.assignments());
  }

  /** These with further assignments, which win. */
  public PipelineOptions with(List<String> more) {
    return new PipelineOptions(files, Stream.concat(assignments.stream(), more.stream()).toList());
  }

  /**
   * Reads and checks.
   *
   * @throws org.pose2gloss.command.UsageException if the configuration is not as it must be
   */
  public Settings load() {
    return Settings.load(files, assignments);
  }

  /** As words of a command line. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    files.forEach(file -> words.addAll(List.of("--conf", file.toString())));
    assignments.forEach(assignment -> words.addAll(List.of("--set", assignment)));
    return words;
  }

  /**
   * These, if they name a file; otherwise those that a run tells of, overridden by these.
   *
   * @throws UserException if no tracking server is configured, or the run does not tell
   */
  public PipelineOptions orThoseOf(String runId) {
    if (!files.isEmpty()) {
      return this;
    }
    Settings own = load();
    try (Tracking tracking = PipelineSession.tracking(own)) {
      FoundRun run = tracking.run(runId);
      return of(run)
          .with(List.of("tracking.uri=" + own.text("tracking.uri")))
          .with(assignments)
          .with(ownOf(run));
    }
  }

  /**
   * Those that every run of the same pipeline has, as a run tells of them.
   *
   * @throws UserException if it does not tell
   */
  public static PipelineOptions of(FoundRun run) {
    return parse(run.tag(RunTags.OPTIONS), run.id());
  }

  /**
   * The assignments that hold for a run alone.
   *
   * @throws UserException if it does not tell
   */
  public static List<String> ownOf(FoundRun run) {
    return parse(run.tag(RunTags.OWN_OPTIONS), run.id()).assignments();
  }

  /** For a tag of a run, without what may be secret. */
  String json() {
    ObjectNode object = JSON.createObjectNode();
    files.forEach(file -> object.withArray("files").add(file.toString()));
    assignments.stream()
        .filter(PipelineOptions::tellable)
        .forEach(assignment -> object.withArray("assignments").add(assignment));
    return object.toString();
  }

  /** A step may set such keys too, and a key may be set with all that is above it. */
  private static boolean tellable(String assignment) {
    String key = assignment.substring(0, Math.max(0, assignment.indexOf('='))).strip();
    String judged = key.startsWith("pipeline") ? assignment : key;
    return !Secrets.isSecret(judged)
        && UNTOLD.stream()
            .noneMatch(
                untold ->
                    (key + ".").startsWith(untold + ".") || (untold + ".").startsWith(key + "."));
  }

  /**
   * Those of a run's tag.
   *
   * @throws UserException if it is not one
   */
  static PipelineOptions parse(String json, String runId) {
    try {
      List<Path> files = new ArrayList<>();
      List<String> assignments = new ArrayList<>();
      JsonNode object = JSON.readTree(json);
      if (!object.isObject()) {
        throw new UserException(untold(runId));
      }
      object.path("files").forEach(file -> files.add(Path.of(file.asText())));
      object.path("assignments").forEach(assignment -> assignments.add(assignment.asText()));
      return new PipelineOptions(files, assignments);
    } catch (JsonProcessingException e) {
      throw new UserException(untold(runId), e);
    }
  }

  private static String untold(String runId) {
    return "The run %s does not tell its configuration; give it by --conf.".formatted(runId);
  }
}
