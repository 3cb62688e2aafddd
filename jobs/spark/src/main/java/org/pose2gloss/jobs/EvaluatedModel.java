package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;

/**
 * The model that is evaluated, on this machine.
 *
 * @param version the registered version; empty if a run was named
 * @param runId the run that made it
 * @param savedModel folder of the SavedModel
 * @param glosses that it knows, by label
 */
record EvaluatedModel(
    Optional<RegisteredVersion> version, String runId, Path savedModel, List<String> glosses) {

  /**
   * Fetches the model that the settings name.
   *
   * @param folder to put it into
   * @throws UsageException if they name more than one
   * @throws UserException if there is none, or its files are missing
   */
  static EvaluatedModel fetch(StepContext context, Path folder) throws IOException {
    Settings settings = context.settings();
    ModelRegistry registry = ModelVersions.registry(context);
    Optional<String> run = settings.optionalText("evaluate.run");
    Optional<String> alias = settings.optionalText("evaluate.alias");
    boolean isNumbered = settings.integer("model.version") > 0;
    if ((run.isPresent() ? 1 : 0) + (alias.isPresent() ? 1 : 0) + (isNumbered ? 1 : 0) > 1) {
      throw new UsageException(
          "Only one model is evaluated: give one of evaluate.run, evaluate.alias and model.version.");
    }
    if (run.isPresent()) {
      Path files =
          context
              .tracking()
              .orElseThrow()
              .download(run.get(), ModelArtifact.FOLDER, folder.resolve("run-" + run.get()));
      return of("The run " + run.get(), Optional.empty(), run.get(), files);
    }
    RegisteredVersion version =
        alias.isPresent()
            ? ModelVersions.behind(context, alias.get())
            : ModelVersions.candidate(context);
    Path files = registry.download(version, folder.resolve("version-" + version.version()));
    return of(
        "Version " + version.version() + " of '" + version.model() + "'",
        Optional.of(version),
        version.runId(),
        files);
  }

  private static EvaluatedModel of(
      String name, Optional<RegisteredVersion> version, String runId, Path files)
      throws IOException {
    Path savedModel = files.resolve(ModelArtifact.SAVED_MODEL);
    if (!Files.isRegularFile(savedModel.resolve("saved_model.pb"))) {
      throw new UserException(
          name
              + " has no file "
              + ModelArtifact.SAVED_MODEL
              + "/saved_model.pb among its artifacts: they were deleted, or it is no model of"
              + " 'pose2gloss train'.");
    }
    List<String> glosses = ModelLabels.read(savedModel);
    if (glosses.isEmpty()) {
      throw new UserException(
          name + " does not say which glosses it knows: it is no model of 'pose2gloss train'.");
    }
    // Spark sends it to executors under this name, where several models may meet.
    Path named = files.resolveSibling(files.getFileName() + "-saved-model");
    Files.move(savedModel, named);
    return new EvaluatedModel(version, runId, named, glosses);
  }
}
