package org.pose2gloss.pipelines.ingest;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What one run of ingest has done.
 *
 * @param total counts of all sources together
 * @param sources counts of each source, in the order of the configuration
 * @param report where videos came from and which are missing
 * @param videosSnapshot version of the table of videos after the run, null if it has none
 * @param rejectedSnapshot version of the table of rejections after the run, null if it has none
 * @param seconds time from start to end
 */
public record IngestResult(
    SourceCounts total,
    List<SourceCounts> sources,
    IngestReport report,
    Long videosSnapshot,
    Long rejectedSnapshot,
    double seconds) {

  /**
   * What became of the inputs of one source; the other counts add up to {@code listed}.
   *
   * @param source name of the source
   * @param listed inputs that the source lists
   * @param added new rows
   * @param updated rows in the place of older ones of the same id
   * @param unchanged inputs that the table had already
   * @param duplicate inputs whose id or content is that of another
   * @param rejected inputs that cannot be read or contradict themselves
   * @param missing samples that labels name and no place has
   * @param skipped inputs that the configuration leaves out
   */
  public record SourceCounts(
      String source,
      long listed,
      long added,
      long updated,
      long unchanged,
      long duplicate,
      long rejected,
      long missing,
      long skipped) {

    static SourceCounts sum(String name, List<SourceCounts> parts) {
      return new SourceCounts(
          name,
          sum(parts, SourceCounts::listed),
          sum(parts, SourceCounts::added),
          sum(parts, SourceCounts::updated),
          sum(parts, SourceCounts::unchanged),
          sum(parts, SourceCounts::duplicate),
          sum(parts, SourceCounts::rejected),
          sum(parts, SourceCounts::missing),
          sum(parts, SourceCounts::skipped));
    }

    private static long sum(List<SourceCounts> parts, ToLongFunction<SourceCounts> count) {
      return parts.stream().mapToLong(count).sum();
    }
  }
}
