package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;

/** A place that samples come from, and how it tells what they are. */
public sealed interface Source extends Serializable
    permits PoseLexicon, LabelledVideos, UnlabelledVideos {
  /** Name of the source, unique in a run; goes into the tables. */
  String name();

  /** Where its files lie. */
  Places places();

  /**
   * Finds out, before any work is done, whether the source can be used at all.
   *
   * @throws IngestException if a folder or a file that lists it is missing or has not the columns
   *     that it needs
   */
  void check(Storage storage);

  /**
   * Lists the inputs in an order that is the same every time.
   *
   * @throws IOException if storage fails on the way
   */
  void list(Storage storage, Listing listing) throws IOException;
}
