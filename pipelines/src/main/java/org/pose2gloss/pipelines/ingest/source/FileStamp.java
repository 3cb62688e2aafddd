package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * Where a file lies and what tells, without reading it, whether it is still the same.
 *
 * @param uri where it lies, as Hadoop writes it, or the archive that holds it
 * @param entry name inside the archive, null for a plain file
 * @param bytes its size
 * @param modifiedMillis when it or the archive was last changed, from the epoch; null where unknown
 * @param crc32 its checksum as the archive says it, null for a plain file
 */
public record FileStamp(String uri, String entry, Long bytes, Long modifiedMillis, Long crc32)
    implements Serializable {}
