package org.pose2gloss.tracking;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the records of one lane to the server, in order, from a thread of its own, and goes on
 * trying while the server is away.
 *
 * <p>Each record is told at least once; what that could show twice, the points of metrics, is
 * compared with what the run has whenever the server's last answer did not come.
 */
final class Courier implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Courier.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Lane lane;
  private final Sender sender;
  private final Thread thread = new Thread(this::work, "mlflow-courier");
  private boolean doubtful;
  private volatile boolean stopped;
  private volatile String problem = "";

  /**
   * A courier that has begun.
   *
   * @param api asks once each time
   * @param doubtful whether the server may have the first record already
   */
  Courier(Lane lane, MlflowApi api, boolean doubtful) {
    this.lane = lane;
    this.doubtful = doubtful;
    sender = new Sender(api, lane.run());
    thread.setDaemon(true);
    thread.start();
  }

  /** Why the last record was not taken; empty if it was. */
  String problem() {
    return problem;
  }

  /** Ends the work, in the middle of a request where need be. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!stopped) {
        lane.awaitRecord(IDLE.toNanos());
        if (lane.isDelivered()) {
          continue;
        }
        if (deliverNext()) {
          pause = FIRST_PAUSE;
        } else {
          Thread.sleep(pause.toMillis());
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      // That is how close() ends it; nothing of this thread goes on.
      LOG.log(System.Logger.Level.DEBUG, "The courier of " + lane.folder() + " was ended.");
    } catch (IOException e) {
      problem =
          "The outbox %s cannot be read or written (%s).".formatted(lane.folder(), e.getMessage());
      LOG.log(System.Logger.Level.WARNING, problem);
    }
  }

  /** False if the server did not take it and may take it later. */
  private boolean deliverNext() throws IOException {
    Lane.Entry next = joined(lane.next(Batches.METRICS));
    try {
      sender.send(next.record(), lane.files(), doubtful);
      doubtful = false;
      problem = "";
    } catch (TrackingException e) {
      if (!e.isRefusal()) {
        tell(e.getMessage());
        doubtful = true;
        return false;
      }
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      lane.refused(next.record(), e.getMessage());
    }
    lane.delivered(next.record(), next.end());
    return true;
  }

  private void tell(String sentence) {
    if (problem.isEmpty() && !stopped) {
      LOG.log(
          System.Logger.Level.WARNING,
          sentence + " What is recorded waits in " + lane.folder() + ".");
    }
    problem = sentence;
  }

  /** The first record, with the points of those that follow as far as one request takes them. */
  private static Lane.Entry joined(List<Lane.Entry> entries) {
    Lane.Entry first = entries.get(0);
    if (!(first.record() instanceof OutboxRecord.Metrics metrics)) {
      return first;
    }
    List<MetricPoint> points = new ArrayList<>(metrics.points());
    long end = first.end();
    for (Lane.Entry entry : entries.subList(1, entries.size())) {
      if (!(entry.record() instanceof OutboxRecord.Metrics more)
          || points.size() + more.points().size() > Batches.METRICS) {
        break;
      }
      points.addAll(more.points());
      end = entry.end();
    }
    return new Lane.Entry(new OutboxRecord.Metrics(points), end);
  }
}
