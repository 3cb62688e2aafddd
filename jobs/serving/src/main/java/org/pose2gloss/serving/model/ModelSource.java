package org.pose2gloss.serving.model;

import java.io.IOException;
import java.nio.file.Path;

/** Where the model to be served comes from. */
public interface ModelSource {
  /**
   * The model that is to be served now.
   *
   * @throws ModelException if there is none, or nobody can be asked
   */
  ModelReference current();

  /**
   * The files of a model.
   *
   * @param folder absent, of this fetch alone; a source whose files are on this machine leaves it
   *     so
   * @return a folder with a file {@code MLmodel}, or a SavedModel's own
   * @throws ModelException if they are not to be had
   */
  Path fetch(ModelReference model, Path folder) throws IOException;
}
