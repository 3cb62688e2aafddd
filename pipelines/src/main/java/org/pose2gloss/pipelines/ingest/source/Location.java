package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;
import org.pose2gloss.storage.ArchivedFile;

/**
 * A file that is there to be opened.
 *
 * @param place number of the source's place that holds it: 0 = its path, from 1 = its backups
 * @param stamp where it lies
 * @param archived where it lies inside its archive, null for a plain file
 */
public record Location(int place, FileStamp stamp, ArchivedFile archived) implements Serializable {}
