package org.pose2gloss.pipelines.score;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
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
 * @param tracking address of the tracking server; empty where a folder is given
 * @param alias of the version
 * @param folder with the model, as all workers see it; empty for the registered one
 * @param reference which version
 */
public record ScoredModel(String tracking, String alias, String folder, ModelReference reference)
    implements Serializable {

  /**
   * The version behind an alias of a registered model.
   *
   * @throws org.pose2gloss.serving.model.ModelException if there is none
   */
  public static ScoredModel registered(String tracking, String name, String alias) {
    return new ScoredModel(tracking, alias, "", registry(tracking, name, alias).current());
  }

  /**
   * The model in a folder.
   *
   * @throws org.pose2gloss.serving.model.ModelException if there is none
   */
  public static ScoredModel inFolder(String folder) {
    return new ScoredModel("", "", folder, new FolderSource(Path.of(folder)).current());
  }

  ServedModel load() throws IOException {
    ModelSource source =
        folder.isEmpty()
            ? registry(tracking, reference.name(), alias)
            : new FolderSource(Path.of(folder));
    try (ModelFiles files = ModelFiles.fetch(source, reference)) {
      return files.load();
    }
  }

  private static ModelSource registry(String tracking, String name, String alias) {
    return new RegisteredSource(Tracking.connect(URI.create(tracking)).registry(), name, alias);
  }
}
