package org.pose2gloss.tracking;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names of artifacts: relative paths with slashes that stay where they belong. */
final class ArtifactNames {
  private ArtifactNames() {}

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  static String relative(Path folder, Path file) {
    return StreamSupport.stream(folder.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  /**
   * Checks a name that a caller gave: "" or a relative path.
   *
   * @throws TrackingException if a server would refuse it, or take it for another one
   */
  static String checked(String name) {
    // MLflow decodes names again and again, and refuses '#'.
    boolean ambiguous = name.indexOf('#') >= 0 || name.matches("(?s).*%[0-9a-fA-F]{2}.*");
    if (!name.isEmpty() && (unsafe(name) || ambiguous)) {
      throw new TrackingException(
          "The artifact name '%s' must be a relative path without '..', '#', '\\' or percent codes."
              .formatted(name));
    }
    return name;
  }

  /**
   * The file that a server's name stands for under a folder of ours.
   *
   * @throws TrackingException if the name leads elsewhere
   */
  static Path inside(Path folder, String name) {
    Path root = folder.toAbsolutePath().normalize();
    if (!unsafe(name)) {
      Path place = root.resolve(name).normalize();
      if (place.startsWith(root) && !place.equals(root)) {
        return place;
      }
    }
    throw new TrackingException(
        "The server names an artifact '%s', which would be written outside %s: nothing is written."
            .formatted(name, folder));
  }

  private static boolean unsafe(String name) {
    if (name.isEmpty() || name.indexOf('\\') >= 0 || name.chars().anyMatch(c -> c < ' ')) {
      return true;
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
