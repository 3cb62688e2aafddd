package org.pose2gloss.pipelines.pipeline;

import java.util.List;
import java.util.Optional;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegisteredVersion;

/** What tables, runs and registry say now; a planner decides by nothing else. */
interface Facts {
  /**
   * Number of a table's version.
   *
   * @param version tag or number; blank = the newest
   * @return empty if there is none
   */
  Optional<Long> snapshot(Tables table, String version);

  /** The run that has last written the rows of a preparation, as far as the table remembers. */
  Optional<String> lastWriter(Tables table, String preparation);

  /** Steps that ended well under a cache key, the newest first. */
  List<FoundRun> finished(String key);

  /** A version of a registered model. */
  Optional<RegisteredVersion> version(String model, int version);

  /** The version that an alias points at. */
  Optional<RegisteredVersion> alias(String model, String alias);
}
