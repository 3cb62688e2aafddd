package org.pose2gloss.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepContext;

/**
 * Deletes files in a table's folder that belong to no version, by Iceberg's own action: what jobs
 * that were killed have left. Closing ends Spark.
 */
final class OrphanFiles implements AutoCloseable {
  /** A job that still runs has written files that it has not committed. */
  static final Duration LEAST_AGE = Duration.ofDays(1);

  private final Instant before;
  private final boolean dryRun;
  private SparkSession spark;

  /**
   * Files written before a moment.
   *
   * @param dryRun whether they are only counted
   */
  OrphanFiles(Instant before, boolean dryRun) {
    this.before = before;
    this.dryRun = dryRun;
  }

  /**
   * What was found.
   *
   * @param files how many
   * @param bytes their size
   */
  record Found(int files, long bytes) {
    static final Found NONE = new Found(0, 0);
  }

  SparkSession start(StepContext context) {
    spark = SparkSessions.start("tables expire", context);
    return spark;
  }

  Found of(SparkSession session, Table table) {
    session.sparkContext().setJobDescription("files of no version of " + table.name());
    Map<String, Long> sizes = new ConcurrentHashMap<>();
    SparkActions.get(session)
        .deleteOrphanFiles(table)
        .olderThan(before.toEpochMilli())
        .deleteWith(
            file -> {
              sizes.put(file, table.io().newInputFile(file).getLength());
              if (!dryRun) {
                table.io().deleteFile(file);
              }
            })
        .execute();
    return new Found(sizes.size(), sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.stop();
    }
  }
}
