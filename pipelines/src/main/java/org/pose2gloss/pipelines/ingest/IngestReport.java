package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.util.List;

/**
 * Where the videos of a run came from, and which could not be had.
 *
 * @param places how many videos each place gave
 * @param missing videos that the labels name and no place has
 * @param unusable files that could not be used, whether or not a backup had another
 */
public record IngestReport(List<Place> places, List<Missing> missing, List<Unusable> unusable)
    implements Serializable {
  /** Videos that are not from their source's own path. */
  public long fromBackups() {
    return places.stream().filter(one -> one.backup() > 0).mapToLong(Place::videos).sum();
  }

  /**
   * A folder or archive.
   *
   * @param source name of the source
   * @param path as it is configured
   * @param backup 0 = the source's own, from 1 = its backups in their order
   * @param videos rows of table videos whose file is from it, new or there before
   */
  public record Place(String source, String path, int backup, long videos)
      implements Serializable {}

  /**
   * A video that is nowhere.
   *
   * @param source name of the source
   * @param id identifier of the sample
   * @param gloss the sign it would have shown, null where unknown
   * @param split train, validation or test; null where unassigned
   */
  public record Missing(String source, String id, String gloss, String split)
      implements Serializable {}

  /**
   * A file that could not be used.
   *
   * @param source name of the source
   * @param id identifier of the sample
   * @param uri where it lies, or the archive that holds it
   * @param entry name inside the archive, null for a plain file
   * @param reason why, one sentence
   * @param takenFrom the backup that the video was taken from instead, null if from none
   */
  public record Unusable(
      String source, String id, String uri, String entry, String reason, String takenFrom)
      implements Serializable {}
}
