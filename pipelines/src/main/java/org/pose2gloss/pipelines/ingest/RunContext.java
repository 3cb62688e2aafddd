package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.iceberg.Table;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Tables;

/**
 * What every worker of a run knows.
 *
 * @param catalog where the tables are, with an absolute warehouse
 * @param probes what looks into files
 * @param limits how much archives may ask
 * @param readAll whether files are read again that the table knows
 * @param runKey name of this run; makes its commits safe to repeat
 * @param trackingRunId tracking run, empty if none
 * @param startedAt time that goes into the tables
 * @param videos serialised table of videos, as it was when the run started
 * @param rejected serialised table of rejections, as it was when the run started
 * @param videosBasis version of the table of videos then, null if it had none
 * @param rejectedBasis version of the table of rejections then, null if it had none
 */
record RunContext(
    CatalogOptions catalog,
    MediaProbes probes,
    ArchiveLimits limits,
    boolean readAll,
    String runKey,
    String trackingRunId,
    Instant startedAt,
    Table videos,
    Table rejected,
    Long videosBasis,
    Long rejectedBasis)
    implements Serializable {

  Table table(Tables table) {
    return table == Tables.VIDEOS ? videos : rejected;
  }

  Long basis(Tables table) {
    return table == Tables.VIDEOS ? videosBasis : rejectedBasis;
  }

  OffsetDateTime timestamp() {
    return startedAt.atOffset(ZoneOffset.UTC);
  }

  CommitNote note(Tables table) {
    return CommitNote.of("ingest")
        .withRunId(trackingRunId)
        .withCommitId(runKey + "/" + table.tableName());
  }
}
