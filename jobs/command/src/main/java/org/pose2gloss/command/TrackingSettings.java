package org.pose2gloss.command;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.pose2gloss.tracking.Outbox;
import org.pose2gloss.tracking.TrackingOptions;

/**
 * How to record, by the section {@code tracking} of the configuration. The server's credentials are
 * not in it: each process takes them from its own environment.
 *
 * @param patience how long one request is tried again
 * @param outboxFolder of this machine
 * @param outboxBytes what it may take of the disk
 * @param lastTry how long the end of a run waits for it
 * @param storage settings of Hadoop's file systems, those of the tables, for artifacts that do not
 *     pass through the server
 */
public record TrackingSettings(
    Duration patience,
    String outboxFolder,
    long outboxBytes,
    Duration lastTry,
    TreeMap<String, String> storage)
    implements Serializable {
  private static final long MEGABYTE = 1_000_000;

  /** Of a command's configuration. */
  public static TrackingSettings of(Settings settings) {
    return new TrackingSettings(
        settings.duration("tracking.patience"),
        settings.text("tracking.outbox"),
        settings.integer("tracking.outbox-megabytes") * MEGABYTE,
        settings.duration("tracking.last-try"),
        new TreeMap<>(HadoopSettings.ofFileSystems(HadoopSettings.withCatalog(settings))));
  }

  /** What the server has not taken yet. */
  public Outbox outbox() {
    return new Outbox(Path.of(outboxFolder).toAbsolutePath(), outboxBytes, lastTry);
  }

  /** How to speak with the server, with the credentials of this process's environment. */
  public TrackingOptions options() {
    return withoutOutbox().withOutbox(outbox());
  }

  /** The same for what cannot be put off: reading, and leading a pipeline. */
  public TrackingOptions withoutOutbox() {
    return TrackingOptions.defaults().withPatience(patience).withStorage(storage);
  }

  /** Names the settings of storage, never a secret of theirs. */
  @Override
  public String toString() {
    return "TrackingSettings[outbox=" + outboxFolder + ", storage=" + storage.keySet() + "]";
  }
}
