package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.List;

/** The videos of one task, in the order in which they are taken. */
record VideoPack(List<VideoWork> videos) implements Serializable {
  VideoPack {
    videos = List.copyOf(videos);
  }
}
