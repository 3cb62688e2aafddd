package org.pose2gloss.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which state of the sources is running. */
public final class CodeVersion {
  /** Said instead of a version where none can be found. */
  public static final String UNKNOWN = "unknown";

  private static final long SECONDS_TO_WAIT = 10;

  private CodeVersion() {}

  /**
   * What the environment says in POSE2GLOSS_CODE_VERSION (for a cluster, where there is only a
   * jar), else Git's commit of the repository in POSE2GLOSS_HOME, with {@code -dirty} where files
   * were changed since, else {@value #UNKNOWN}.
   */
  public static String current() {
    String stated = System.getenv("POSE2GLOSS_CODE_VERSION");
    if (stated != null && !stated.isBlank()) {
      return stated.strip();
    }
    String home = System.getenv("POSE2GLOSS_HOME");
    return home == null || home.isBlank() ? UNKNOWN : ofRepository(Path.of(home));
  }

  /** The commit of a repository. */
  static String ofRepository(Path home) {
    // Not any repository that happens to be further up.
    if (!Files.exists(home.resolve(".git"))) {
      return UNKNOWN;
    }
    try {
      Process git =
          new ProcessBuilder(
                  "git",
                  "-C",
                  home.toString(),
                  "describe",
                  "--always",
                  "--dirty",
                  "--abbrev=40",
                  "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // One line, which a pipe takes in: to read first would be to wait for as long as Git likes.
      if (!git.waitFor(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return UNKNOWN;
      }
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.exitValue() == 0 && !said.isEmpty() ? said : UNKNOWN;
    } catch (IOException e) {
      // No Git on this machine: the model is as good without its commit.
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
