package org.pose2gloss.tracking;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process has not ended yet; on its shutdown they are ended as KILLED. */
final class OpenRuns implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OpenRuns.class.getName());

  private final Set<TrackedRun> runs = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::kill, "mlflow-end-runs");

  OpenRuns() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void remember(TrackedRun run) {
    runs.add(run);
  }

  void forget(TrackedRun run) {
    runs.remove(run);
  }

  @Override
  public void close() {
    runs.clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "The process is shutting down already.", e);
    }
  }

  private void kill() {
    for (TrackedRun run : runs) {
      try {
        run.killed();
      } catch (TrackingException e) {
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
      }
    }
  }
}
