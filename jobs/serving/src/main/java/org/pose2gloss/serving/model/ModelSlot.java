package org.pose2gloss.serving.model;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in service. It asks its source again and again; another model is loaded and tried
 * beside the one in service and takes over at once, while requests that hold the old one finish
 * with it. A model that does not pass leaves the old one in service.
 */
public final class ModelSlot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSlot.class);

  private final ModelSource source;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "model-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ServedModel model;

  /** Did not pass; it is not tried again by itself. */
  private ModelReference rejected;

  /** Why it did not. */
  private String rejection = "";

  private volatile ReloadStatus status = new ReloadStatus("The model is being loaded.", 0);

  /** An empty slot. */
  public ModelSlot(ModelSource source) {
    this.source = source;
  }

  /** Begins to ask the source, at once and then again after each pause. */
  public void watch(Duration pause) {
    ScheduledFuture<?> unused =
        watch.scheduleWithFixedDelay(() -> look(false), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes hold of the model in service; the caller lets go of it.
   *
   * @return none before the first has been loaded
   */
  public Optional<ServedModel> hold() {
    while (true) {
      ServedModel current = model;
      if (current == null) {
        return Optional.empty();
      }
      // It may have been retired between the two lines; then there is another one.
      if (current.hold()) {
        return Optional.of(current);
      }
    }
  }

  /** How the last look at the source came out. */
  public ReloadStatus status() {
    return status;
  }

  /**
   * Asks the source now, and loads what it names if that is not in service yet, also where it has
   * not passed before.
   */
  public ReloadStatus reload() {
    return look(true);
  }

  private synchronized ReloadStatus look(boolean again) {
    String problem = "";
    long reloads = status.reloads();
    try {
      ModelReference wanted = source.current();
      if (!again && rejected != null && rejected.isSameModel(wanted)) {
        problem = rejection;
      } else if (model == null || !model.reference().isSameModel(wanted)) {
        take(wanted);
        reloads++;
      }
    } catch (IOException | RuntimeException | Error e) {
      problem = problem(e);
    }
    if (!problem.isEmpty() && !problem.equals(status.problem())) {
      LOG.warn("{}", problem);
    }
    status = new ReloadStatus(problem, reloads);
    return status;
  }

  private static String problem(Throwable failure) {
    return failure instanceof ModelException
        ? failure.getMessage()
        : "The model cannot be loaded: " + failure + ".";
  }

  private void take(ModelReference wanted) throws IOException {
    try (ModelFiles files = ModelFiles.fetch(source, wanted)) {
      ServedModel next = load(files, wanted);
      ServedModel old = model;
      // First, so that nobody sees the new model beside what was wrong with one before it.
      status = new ReloadStatus("", status.reloads());
      model = next;
      if (old != null) {
        old.release();
      }
    }
  }

  private ServedModel load(ModelFiles files, ModelReference wanted) throws IOException {
    try {
      ServedModel loaded = files.load();
      rejected = null;
      return loaded;
    } catch (IOException | RuntimeException | Error e) {
      rejected = wanted;
      rejection = problem(e);
      throw e;
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    synchronized (this) {
      if (model != null) {
        model.release();
        model = null;
      }
    }
  }
}
