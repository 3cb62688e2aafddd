package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.List;
import org.pose2gloss.landmarks.Segment;

/**
 * One content whose landmarks are to be taken, for every id that has it.
 *
 * @param ids samples that show it, one or more, sorted
 * @param uri where the file lies, or the archive that holds it
 * @param entry name inside the archive, null for a plain file
 * @param isPose whether it is a {@code .pose} file, which holds landmarks already
 * @param sha256 SHA-256 of the file
 * @param frameStart first frame of the sign, from 1
 * @param frameEnd last frame of the sign, inclusive; -1 = to the end
 * @param graph what takes the landmarks: signature of the extractor or {@link Extraction#POSE_FILE}
 * @param seconds what it will take one core, estimated
 * @param isSuspect whether a process died while it was at this content
 */
record VideoWork(
    List<String> ids,
    String uri,
    String entry,
    boolean isPose,
    String sha256,
    int frameStart,
    int frameEnd,
    String graph,
    double seconds,
    boolean isSuspect)
    implements Serializable {

  VideoWork {
    ids = List.copyOf(ids);
  }

  /** The same for all ids that have it. */
  VideoWork with(List<String> allIds, boolean suspect) {
    return new VideoWork(
        allIds, uri, entry, isPose, sha256, frameStart, frameEnd, graph, seconds, suspect);
  }

  /**
   * The part of the file that shows the sign.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  Segment segment() {
    return new Segment(frameStart, frameEnd);
  }

  /** What the landmarks depend on beside the graph, as one word. */
  String content() {
    return content(sha256, frameStart, frameEnd);
  }

  static String content(String sha256, int frameStart, int frameEnd) {
    return sha256 + ":" + frameStart + ":" + frameEnd;
  }

  /** What messages call it. */
  String name() {
    return entry == null ? uri : uri + "!/" + entry;
  }
}
