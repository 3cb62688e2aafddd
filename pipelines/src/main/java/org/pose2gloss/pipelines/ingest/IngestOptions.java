package org.pose2gloss.pipelines.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pose2gloss.pipelines.ingest.source.IngestException;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.tables.CatalogOptions;

/**
 * What one run of ingest is to do.
 *
 * @param sources where samples come from; of two with one id the one from the earlier source counts
 * @param catalog where the tables are
 * @param probes what looks into files
 * @param limits how much archives may ask
 * @param readAll whether files are read again whose size and time are those that the table knows
 * @param runId tracking run that the run belongs to, empty if none
 */
public record IngestOptions(
    List<Source> sources,
    CatalogOptions catalog,
    MediaProbes probes,
    ArchiveLimits limits,
    boolean readAll,
    String runId) {
  /**
   * Checks the sources' names.
   *
   * @throws IngestException if there is no source, or two have one name
   */
  public IngestOptions {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IngestException("There is nothing to ingest: name a source in ingest.sources.");
    }
    Set<String> names = new HashSet<>();
    for (Source source : sources) {
      if (!names.add(source.name())) {
        throw new IngestException(
            String.format(
                "Two sources have the name '%s': give each its own in ingest.sources.",
                source.name()));
      }
    }
  }
}
