package org.pose2gloss.command;

import java.net.URI;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/**
 * Tags of the runs that made versions of tables, so that people find these by what they are and
 * never by an id: {@code landmarks} is on the run that made the newest landmarks, {@code stable}
 * and its like on the run that made the version with that name.
 */
public final class DataRuns {
  private DataRuns() {}

  /**
   * Gives the run that made a version a tag, with the table as its value, and takes it from the run
   * that had it. The name in the table is what counts: where no tracking server is configured
   * nothing happens, and one that is away or has lost the run is told of on stderr only.
   */
  public static void tag(Settings settings, String tag, SnapshotInfo version) {
    if (version.runId().isEmpty()) {
      return;
    }
    settings
        .optionalText("tracking.uri")
        .ifPresent(
            uri -> {
              try (Tracking tracking =
                  Tracking.connect(URI.create(uri), TrackingSettings.of(settings).options())) {
                String experiment = tracking.experimentOf(version.runId());
                tracking.taggedRuns(experiment).move(tag, version.table(), version.runId());
              } catch (TrackingException e) {
                System.err.println("The run's tag '" + tag + "' is not set: " + e.getMessage());
              }
            });
  }
}
