package org.pose2gloss.landmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds real sign-language data, which is not part of the project. */
public final class SharedData {
  private SharedData() {}

  /** A file of the data; the test is skipped with a sentence where it is absent. */
  public static Path orSkip(String file) {
    String environment = System.getenv("POSE2GLOSS_TEST_DATA");
    Path data =
        environment != null
            ? Path.of(environment)
            : Path.of(System.getProperty("pose2gloss.root", "."), "..", "shared", "data");
    Path path = data.resolve(file);
    assumeTrue(
        Files.exists(path),
        "skipped: no test data at " + path + " (set POSE2GLOSS_TEST_DATA to its folder)");
    return path;
  }
}
