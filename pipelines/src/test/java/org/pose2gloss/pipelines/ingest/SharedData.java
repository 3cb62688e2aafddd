package org.pose2gloss.pipelines.ingest;

import java.nio.file.Path;

/** Where real data lie, which are not part of the repository. */
public final class SharedData {
  private SharedData() {}

  /** The folder, whether or not it exists. */
  public static Path folder() {
    String named = System.getenv("POSE2GLOSS_TEST_DATA");
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("pose2gloss.root", ".")).resolve("../shared/data");
  }
}
