package org.pose2gloss.pipelines.score;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.serving.model.FolderSource;
import org.pose2gloss.serving.model.ModelFiles;
import org.pose2gloss.serving.model.ModelReference;
import org.pose2gloss.serving.model.ModelSource;
import org.pose2gloss.serving.model.RegisteredSource;
import org.pose2gloss.serving.model.ServedModel;
import org.pose2gloss.tracking.Tracking;

/**
 * The model to score with, told to every worker: each fetches the very version that the alias was
 * at when the run started.
 *
 * @param server address of the tracking server; empty where a folder is given
 * @param tracking how to speak with it and with the storage of its artifacts; null likewise
 * @param alias of the version
 * @param folder with the model, as all workers see it; empty for the registered one
 * @param reference which version
 */
public record ScoredModel(
    String server, TrackingSettings tracking, String alias, String folder, ModelReference reference)
    implements Serializable {

  /**
   * The version behind an alias of a registered model.
   *
   * @throws org.pose2gloss.serving.model.ModelException if there is none
   */
  public static ScoredModel registered(
      String server, TrackingSettings tracking, String name, String alias) {
    try (Tracking connected = connect(server, tracking)) {
      ModelReference current = new RegisteredSource(connected.registry(), name, alias).current();
      return new ScoredModel(server, tracking, alias, "", current);
    }
  }

  /**
   * The model in a folder.
   *
   * @throws org.pose2gloss.serving.model.ModelException if there is none
   */
  public static ScoredModel inFolder(String folder) {
    return new ScoredModel("", null, "", folder, new FolderSource(Path.of(folder)).current());
  }

  ServedModel load() throws IOException {
    if (!folder.isEmpty()) {
      return load(new FolderSource(Path.of(folder)));
    }
    try (Tracking connected = connect(server, tracking)) {
      return load(new RegisteredSource(connected.registry(), reference.name(), alias));
    }
  }

  private ServedModel load(ModelSource source) throws IOException {
    try (ModelFiles files = ModelFiles.fetch(source, reference)) {
      return files.load();
    }
  }

  private static Tracking connect(String server, TrackingSettings tracking) {
    return Tracking.connect(URI.create(server), tracking.options());
  }
}
