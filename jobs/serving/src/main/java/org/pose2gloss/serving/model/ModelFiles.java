package org.pose2gloss.serving.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a model on this machine; what was fetched for it goes when it is closed. */
public final class ModelFiles implements AutoCloseable {
  private final ModelReference model;
  private final Path temporary;
  private final Path files;

  private ModelFiles(ModelReference model, Path temporary, Path files) {
    this.model = model;
    this.temporary = temporary;
    this.files = files;
  }

  /**
   * Fetches.
   *
   * @throws ModelException if they are not to be had
   */
  public static ModelFiles fetch(ModelSource source, ModelReference model) throws IOException {
    Path temporary = Files.createTempDirectory("pose2gloss-model-");
    try {
      return new ModelFiles(model, temporary, source.fetch(model, temporary.resolve("model")));
    } catch (IOException | RuntimeException e) {
      delete(temporary);
      throw e;
    }
  }

  /**
   * Loads the model and tries it; the files are not needed after that. The caller releases it.
   *
   * @throws ModelException if it does not load or does not answer as it should
   */
  public ServedModel load() throws IOException {
    return ModelLoader.load(model, files);
  }

  @Override
  public void close() throws IOException {
    delete(temporary);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
