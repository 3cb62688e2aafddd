package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Path;
import org.pose2gloss.classifier.ClassifierException;

/** Trains a network from examples to a SavedModel. */
public final class Trainer {
  private final TrainingPlan plan;
  private final Path directory;
  private final TrainingListener listener;

  private Trainer(TrainingPlan plan, Path directory, TrainingListener listener) {
    this.plan = plan;
    this.directory = directory;
    this.listener = listener;
  }

  /**
   * Trains, keeps the weights of the best epoch, and writes them as {@code directory/model}.
   *
   * <p>The best epoch has the highest validation top-1 or, where there is no validation example,
   * the lowest training loss. Checkpoints are under {@code directory/checkpoints}; they and the
   * model are there whole or not at all, whatever stops the process. A training that was stopped
   * goes on from its newest checkpoint, and ends, on the same machine with as many threads, with
   * the same metrics and the same weights as if it had not been stopped; one that is done is
   * exported again, no more.
   *
   * @param directory to write to; with {@link Checkpointing#resume} off, what an earlier training
   *     left there is replaced
   * @param listener hears of the progress
   * @throws ClassifierException with a sentence if the examples do not fit the network, the
   *     directory holds a training of something else, the loss stops being a number, or the thread
   *     is interrupted
   * @throws IOException if the directory cannot be written; the last good checkpoint stays
   */
  public static TrainingResult train(TrainingPlan plan, Path directory, TrainingListener listener)
      throws IOException {
    return new Trainer(plan, directory, listener).train();
  }

  private TrainingResult train() throws IOException {
    Path model = directory.resolve("model");
    Checkpointing checkpointing = plan.options().checkpointing();
    try (Checkpoints checkpoints =
            new Checkpoints(directory.resolve(Checkpoints.FOLDER), checkpointing.keep());
        TrainingSession session = new TrainingSession(plan.network(), plan.options())) {
      AtomicFolder.removeLeftovers(directory);
      if (!checkpointing.resume()) {
        checkpoints.clear();
      }
      Fingerprint fingerprint = Fingerprint.of(plan);
      TrainingState from = stateToGoOnFrom(checkpoints, session, fingerprint);
      // Not before: a training that is refused leaves the model of the one that was here.
      AtomicFolder.delete(model);
      TrainingState end =
          new TrainingLoop(session, plan, fingerprint, checkpoints, listener, from).run();
      Checkpoint best = checkpoints.best(end);
      SavedModelExport.export(best, plan.network(), plan.glosses(), model);
      return new TrainingResult(
          end.epoch() - 1,
          end.epoch() <= plan.options().epochs(),
          from.totalSteps(),
          end.best(),
          session.parameters(),
          session.trainableParameters(),
          end.seconds(),
          best.folder(),
          model);
    }
  }

  /** Loads the newest checkpoint that can be read, or else what training starts with. */
  private TrainingState stateToGoOnFrom(
      Checkpoints checkpoints, TrainingSession session, Fingerprint fingerprint)
      throws IOException {
    for (Checkpoint checkpoint : checkpoints.newestFirst()) {
      try {
        refuseOther(checkpoint, fingerprint);
        TrainingState state = checkpoint.state();
        session.restore(checkpoint.folder());
        listener.notice(
            String.format(
                "Training goes on after step %d, in epoch %d, from %s.",
                state.totalSteps(),
                Math.min(state.epoch(), plan.options().epochs()),
                checkpoint.folder()));
        return state;
      } catch (IOException e) {
        listener.notice(
            String.format(
                "The checkpoint %s cannot be read (%s) and is put aside: the one before it is taken.",
                checkpoint.folder(), e.getMessage()));
        checkpoints.putAside(checkpoint);
      }
    }
    String initial = plan.options().checkpointing().initialModel();
    if (!initial.isEmpty()) {
      listener.notice(InitialModel.takeOver(Path.of(initial), session));
    }
    return TrainingState.start(plan.options());
  }

  private void refuseOther(Checkpoint checkpoint, Fingerprint fingerprint) throws IOException {
    String differences = fingerprint.differencesFrom(checkpoint.fingerprint());
    if (!differences.isEmpty()) {
      throw new ClassifierException(
          String.format(
              "The checkpoint %s is of another training, which differs in %s: train as then, or"
                  + " elsewhere, or with training.resume=false to begin anew.",
              checkpoint.folder(), differences));
    }
  }
}
