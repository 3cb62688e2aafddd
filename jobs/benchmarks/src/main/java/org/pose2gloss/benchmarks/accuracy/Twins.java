package org.pose2gloss.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Videos of one split whose pictures are, under another name, in another split as well.
 *
 * @param videos their ids
 */
record Twins(Set<String> videos) {
  private static final int VIDEO_A = 1;
  private static final int VIDEO_B = 2;
  private static final int SPLIT_A = 3;
  private static final int SPLIT_B = 4;

  /** Keeps the ids as they are. */
  Twins {
    videos = Set.copyOf(videos);
  }

  /** Reads lines of class, video a, video b, split a, split b, distance below a header. */
  static Twins read(Path table) throws IOException {
    Set<String> videos = new HashSet<>();
    List<String> lines = Files.readAllLines(table);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      if (!fields[SPLIT_A].equals(fields[SPLIT_B])) {
        videos.add(fields[VIDEO_A]);
        videos.add(fields[VIDEO_B]);
      }
    }
    return new Twins(videos);
  }

  boolean has(String video) {
    return videos.contains(video);
  }
}
