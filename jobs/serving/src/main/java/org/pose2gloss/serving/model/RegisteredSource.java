package org.pose2gloss.serving.model;

import java.nio.file.Path;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.TrackingException;

/** The version of a registered model that an alias, as {@code production}, points at. */
public final class RegisteredSource implements ModelSource {
  private final ModelRegistry registry;
  private final String model;
  private final String alias;

  /** Names the alias. */
  public RegisteredSource(ModelRegistry registry, String model, String alias) {
    this.registry = registry;
    this.model = model;
    this.alias = alias;
  }

  @Override
  public ModelReference current() {
    try {
      return reference(
          registry
              .byAlias(model, alias)
              .orElseThrow(
                  () ->
                      new ModelException(
                          "The registered model '%s' has no version with the alias '%s'; run 'pose2gloss promote', or name a folder by serving.model-path."
                              .formatted(model, alias))));
    } catch (TrackingException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  @Override
  public Path fetch(ModelReference reference, Path folder) {
    int number = Integer.parseInt(reference.version());
    try {
      RegisteredVersion version =
          registry
              .byVersion(model, number)
              .orElseThrow(() -> new ModelException("The " + reference + " is deleted."));
      return registry.download(version, folder);
    } catch (TrackingException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  private static ModelReference reference(RegisteredVersion version) {
    return new ModelReference(
        version.model(), Integer.toString(version.version()), version.runId(), version.tags());
  }
}
