package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;

/** Trains a network from examples to a SavedModel. */
public final class Trainer {

  private Trainer() {}

  /**
   * As {@link #train(ExampleSource, ExampleSource, NetworkOptions, TrainingOptions, List, Path,
   * TrainingListener)} for a model without glosses.
   */
  public static TrainingResult train(
      ExampleSource train,
      ExampleSource validation,
      NetworkOptions network,
      TrainingOptions options,
      Path directory,
      TrainingListener listener)
      throws IOException {
    return train(train, validation, network, options, List.of(), directory, listener);
  }

  /**
   * Trains, keeps the weights of the best epoch, and writes them as {@code directory/model}.
   *
   * <p>The best epoch has the highest validation top-1 or, where there is no validation example,
   * the lowest training loss. Its checkpoint is under {@code directory/checkpoints}; it and the
   * model are there whole or not at all, whatever stops the process.
   *
   * @param train examples to fit, at least one; streamed once an epoch
   * @param validation examples to judge each epoch by; may be empty
   * @param network sizes of the network
   * @param options how to fit it
   * @param glosses name of each class, kept with the model; may be empty
   * @param directory to write to; what an earlier training left there is replaced
   * @param listener hears of the progress
   * @throws ClassifierException with a sentence if the examples do not fit the network, the loss
   *     stops being a number, or the thread is interrupted
   * @throws IOException if the directory cannot be written
   */
  public static TrainingResult train(
      ExampleSource train,
      ExampleSource validation,
      NetworkOptions network,
      TrainingOptions options,
      List<String> glosses,
      Path directory,
      TrainingListener listener)
      throws IOException {
    if (train.size() == 0) {
      throw new ClassifierException(
          "There is no training example: check the split and the preparation's name.");
    }
    if (!glosses.isEmpty() && glosses.size() != network.classes()) {
      throw new ClassifierException(
          String.format(
              "There are %d glosses for %d classes; each class needs one.",
              glosses.size(), network.classes()));
    }
    long started = System.nanoTime();
    Checkpoints checkpoints = new Checkpoints(directory.resolve("checkpoints"));
    AtomicFolder.removeLeftovers(directory);
    Path model = directory.resolve("model");
    AtomicFolder.delete(model);
    try (TrainingSession session = new TrainingSession(network, options)) {
      TrainingLoop loop =
          new TrainingLoop(session, network, options, train, validation, checkpoints, listener);
      TrainingLoop.Outcome outcome = loop.run();
      SavedModelExport.export(checkpoints.best(), network, glosses, model);
      return new TrainingResult(
          outcome.epochs(),
          outcome.stoppedEarly(),
          outcome.best(),
          session.parameters(),
          session.trainableParameters(),
          (System.nanoTime() - started) / 1e9,
          checkpoints.best(),
          model);
    }
  }
}
