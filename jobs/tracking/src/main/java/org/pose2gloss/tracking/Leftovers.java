package org.pose2gloss.tracking;

import java.net.URI;

/** Delivers what other processes have left in an outbox, from a thread of its own. */
final class Leftovers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  private final Outbox outbox;
  private final URI server;
  private final TrackingOptions options;
  private final Thread thread = new Thread(this::deliver, "mlflow-leftovers");

  /** A delivery that has begun. */
  Leftovers(Outbox outbox, URI server, TrackingOptions options) {
    this.outbox = outbox;
    this.server = server;
    this.options = options;
    thread.setDaemon(true);
    thread.start();
  }

  private void deliver() {
    try {
      Outbox.Flushed flushed = outbox.flush(server::equals, options, outbox.lastTry());
      if (flushed.delivered() > 0) {
        LOG.log(
            System.Logger.Level.INFO,
            "What was left of " + flushed.delivered() + " earlier runs is at " + server + " now.");
      }
    } catch (TrackingException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "The delivery was ended; what is left waits on.");
    }
  }

  /** Waits as long as the end of a run may, then ends it; what is left waits on. */
  @Override
  public void close() {
    try {
      thread.join(outbox.lastTry().toMillis() + 1);
      thread.interrupt();
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
