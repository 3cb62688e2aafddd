package org.pose2gloss.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a run's records: straight to the server while it answers; through a lane of the outbox
 * once it does not, or from the beginning where the caller cannot wait. Once in the lane, every
 * later record goes there too, so that their order stays.
 */
final class RunLog {
  private static final System.Logger LOG = System.getLogger(RunLog.class.getName());

  /** Tag that says how many points did not fit into the outbox. */
  private static final String DROPPED = "metric_points_dropped";

  private final RunReference run;
  private final MlflowApi api;
  private final Optional<Outbox> outbox;
  private Lane lane;
  private Courier courier;
  private long room;
  private long dropped;

  RunLog(RunReference run, MlflowApi api, Optional<Outbox> outbox) {
    this.run = run;
    this.api = api;
    this.outbox = outbox;
  }

  RunReference run() {
    return run;
  }

  /** From here on nothing waits for the server; without an outbox nothing changes. */
  synchronized void background() {
    if (lane == null && outbox.isPresent()) {
      open(/* doubtful= */ false);
    }
  }

  /** How long the end of a run waits for what is in the outbox. */
  Duration lastTry() {
    return outbox.map(Outbox::lastTry).orElse(Duration.ZERO);
  }

  Optional<Outbox> outbox() {
    return outbox;
  }

  /** Whether records go through the outbox. */
  synchronized boolean isDeferred() {
    return lane != null;
  }

  /** Tells, now or later. An artifact is a file of this machine, which may go after this. */
  void write(OutboxRecord record) {
    if (!isDeferred()) {
      try {
        new Sender(api, run).send(record, Path.of(""), /* doubtful= */ false);
        return;
      } catch (TrackingException e) {
        if (outbox.isEmpty() || !e.isServerAway()) {
          throw e;
        }
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
        deferred();
      }
    }
    append(record);
  }

  /** Waits until the server has everything; false if it has not in time. */
  boolean drain(Duration patience) {
    Lane waiting;
    synchronized (this) {
      waiting = lane;
    }
    try {
      return waiting == null || waiting.awaitDelivery(patience.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Drains, ends the courier and gives what is left, for {@link #adopt}; nothing of it stays on
   * this machine.
   */
  synchronized Undelivered handOver() {
    if (lane == null) {
      return Undelivered.NOTHING;
    }
    boolean done = drain(lastTry());
    courier.close();
    try {
      noteDropped();
      Undelivered left =
          done && lane.isDelivered() ? Undelivered.NOTHING : new Undelivered(LanePack.pack(lane));
      lane.remove();
      lane = null;
      return left;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Takes over what another process could not deliver. */
  synchronized void adopt(Undelivered left) {
    if (left.isEmpty()) {
      return;
    }
    try {
      if (lane == null) {
        open(/* doubtful= */ true);
      }
      LanePack.unpack(left.packed(), lane);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Drains for a time; what is left stays on disk, and a sentence says so. */
  synchronized void close(Duration patience) {
    if (lane == null) {
      return;
    }
    drain(patience);
    courier.close();
    try (Lane closing = lane) {
      lane = null;
      if (closing.isDelivered()) {
        closing.remove();
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "Records of the run %s are not delivered yet: %s They wait in %s; the next command or 'pose2gloss tracking flush' delivers them."
                .formatted(
                    run.runId(),
                    courier.problem().isEmpty() ? Outbox.TOO_SHORT : courier.problem(),
                    closing.folder()));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private synchronized void deferred() {
    if (lane == null) {
      open(/* doubtful= */ true);
    }
  }

  private void open(boolean doubtful) {
    try {
      Outbox box = outbox.orElseThrow(() -> api.failure("there is no outbox to write to."));
      room = box.mostBytes() - box.bytes();
      lane = box.lane(run);
      courier = new Courier(lane, api.once(), doubtful);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private synchronized void append(OutboxRecord record) {
    try {
      if (record instanceof OutboxRecord.Artifact artifact) {
        append(artifact);
      } else if (record instanceof OutboxRecord.Metrics metrics) {
        append(metrics);
      } else {
        if (record instanceof OutboxRecord.End) {
          noteDropped();
        }
        lane.append(record);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A training must not end because there is no room for its curves. */
  private void append(OutboxRecord.Metrics metrics) {
    if (lane.bytes() < room) {
      try {
        lane.append(metrics);
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "No room in the outbox.", e);
      }
    }
    if (dropped == 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The outbox %s is full (tracking.outbox-megabytes): points of metrics are dropped until the server takes some."
              .formatted(lane.folder()));
    }
    dropped += metrics.points().size();
  }

  private void append(OutboxRecord.Artifact artifact) throws IOException {
    Path file = Path.of(artifact.file());
    if (lane.bytes() + Files.size(file) <= room) {
      lane.append(file, artifact.path());
    } else {
      new Sender(api, run).send(artifact, Path.of(""), /* doubtful= */ false);
    }
  }

  private void noteDropped() throws IOException {
    if (dropped > 0) {
      lane.append(new OutboxRecord.Tags(Map.of(DROPPED, Long.toString(dropped))));
      dropped = 0;
    }
  }

  private TrackingException failure(IOException cause) {
    return outbox.orElseThrow().failure(cause);
  }
}
