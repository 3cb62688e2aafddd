package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkGraph;

/** Names the landmark graphs there are, as a line of JSON. */
public final class Graphs {
  private Graphs() {}

  /**
   * The names in configuration files.
   *
   * @param all every graph
   * @param usual the one that is run unless another is asked for
   */
  record Line(List<String> all, String usual) {}

  /** Prints the line. */
  public static void main(String[] arguments) throws IOException {
    List<String> all =
        Arrays.stream(LandmarkGraph.values()).map(LandmarkGraph::configName).toList();
    String usual = ExtractorOptions.defaults().graph().configName();
    Json.print(new Line(all, usual));
  }
}
