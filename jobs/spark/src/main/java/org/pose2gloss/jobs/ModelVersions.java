package org.pose2gloss.jobs;

import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;

/** Finds the version of the registered model that a command is about. */
final class ModelVersions {
  private ModelVersions() {}

  /**
   * The registry of the tracking server.
   *
   * @throws UserException if no tracking server is configured
   */
  static ModelRegistry registry(StepContext context) {
    return context
        .tracking()
        .orElseThrow(
            () ->
                new UserException(
                    "No tracking server is configured, and registered models are on one; set MLFLOW_TRACKING_URI or"
                        + " tracking.uri."))
        .registry();
  }

  /**
   * The version named by {@code model.version}, or the one behind {@code model.candidate-alias}.
   *
   * @throws UserException if there is none
   */
  static RegisteredVersion candidate(StepContext context) {
    Settings settings = context.settings();
    ModelRegistry registry = registry(context);
    String model = settings.text("model.name");
    int version = settings.integer("model.version");
    if (version > 0) {
      return registry
          .byVersion(model, version)
          .orElseThrow(
              () ->
                  new UserException(
                      "The registered model '" + model + "' has no version " + version + "."));
    }
    return behind(context, settings.text("model.candidate-alias"));
  }

  /**
   * The version behind an alias.
   *
   * @throws UserException if there is none
   */
  static RegisteredVersion behind(StepContext context, String alias) {
    String model = context.settings().text("model.name");
    return registry(context)
        .byAlias(model, alias)
        .orElseThrow(
            () ->
                new UserException(
                    "The registered model '"
                        + model
                        + "' has no version with the alias '"
                        + alias
                        + "'; run 'pose2gloss train' first or name a version by --set model.version=N."));
  }
}
