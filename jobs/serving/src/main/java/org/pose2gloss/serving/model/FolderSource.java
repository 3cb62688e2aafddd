package org.pose2gloss.serving.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A model in a folder of this machine: one that MLflow keeps (with {@code MLmodel}) or a SavedModel
 * alone. When its {@code saved_model.pb} is replaced, it is another version.
 */
public final class FolderSource implements ModelSource {
  private final Path folder;

  /** Names the folder. */
  public FolderSource(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public ModelReference current() {
    try {
      ModelFolder files = ModelFolder.open(folder);
      String name = Objects.requireNonNullElse(folder.getFileName(), folder).toString();
      String changed =
          Files.getLastModifiedTime(files.savedModel().resolve(ModelFolder.GRAPH)).toString();
      return new ModelReference(name, changed, files.runId(), Map.of());
    } catch (IOException e) {
      throw new ModelException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Path fetch(ModelReference model, Path unused) {
    return folder;
  }
}
