package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * What a file says of itself; null where it does not.
 *
 * @param codec name of the video codec, null for a pose file
 * @param width pixels
 * @param height pixels
 * @param framesPerSecond frames a second
 * @param frames number of frames, -1 where not counted
 * @param durationSeconds length in seconds
 */
public record MediaFacts(
    String codec,
    Integer width,
    Integer height,
    Float framesPerSecond,
    Integer frames,
    Float durationSeconds)
    implements Serializable {}
