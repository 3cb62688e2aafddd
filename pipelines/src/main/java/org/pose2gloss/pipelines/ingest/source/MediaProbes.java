package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * A probe for each kind of file.
 *
 * @param video looks into videos
 * @param pose looks into {@code .pose} files
 */
public record MediaProbes(MediaProbe video, MediaProbe pose) implements Serializable {
  MediaProbe of(Media media) {
    return media == Media.VIDEO ? video : pose;
  }
}
