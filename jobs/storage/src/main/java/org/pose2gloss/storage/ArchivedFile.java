package org.pose2gloss.storage;

import java.io.Serializable;

/**
 * A file inside a zip archive as the archive's list has it: enough to read it without reading the
 * list again.
 *
 * @param name its path inside the archive
 * @param headerOffset where the header before its bytes begins
 * @param method how it is compressed, by zip's numbers: 0 = not at all, 8 = deflated
 * @param encrypted whether it is
 * @param compressedBytes bytes that it takes in the archive, as the list says
 * @param bytes bytes that it has, as the list says
 * @param crc32 checksum of its bytes, as the list says
 */
public record ArchivedFile(
    String name,
    long headerOffset,
    int method,
    boolean encrypted,
    long compressedBytes,
    long bytes,
    long crc32)
    implements Serializable {}
