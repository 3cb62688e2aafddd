package org.pose2gloss.features;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds real sign-language data, which is not part of the project. */
final class SharedData {
  private SharedData() {}

  /** A file or folder of the data; the test is skipped with a sentence where it is absent. */
  static Path orSkip(String name) {
    String given = System.getenv("POSE2GLOSS_TEST_DATA");
    Path folder =
        given != null
            ? Path.of(given)
            : Path.of(System.getProperty("pose2gloss.root", "../.."), "..", "shared", "data");
    Path path = folder.resolve(name);
    Assumptions.assumeTrue(
        Files.exists(path),
        () ->
            "skipped: there is no "
                + name
                + " in "
                + folder.normalize()
                + "; set POSE2GLOSS_TEST_DATA to a folder that has it");
    return path;
  }
}
