package org.pose2gloss.pipelines.ingest.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of files inside a folder or an archive, with slashes between their parts. */
final class FileNames {
  /** Containers in which WLASL's and other collections' videos come. */
  private static final Set<String> VIDEO_EXTENSIONS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "flv", "swf", "wmv", "3gp");

  private FileNames() {}

  static boolean isVideo(String name) {
    return VIDEO_EXTENSIONS.contains(extension(name));
  }

  static boolean isPose(String name) {
    return extension(name).equals("pose");
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a name, or a folder in it, is one that people do not mean. */
  static boolean isHidden(String name) {
    return Arrays.stream(name.split("/", -1))
        .anyMatch(part -> part.startsWith(".") || part.startsWith("_"));
  }

  /** Whether a name, on any system, stands for a file outside of where it is looked up. */
  static boolean leadsOut(String name) {
    return name.startsWith("/")
        || name.contains("\\")
        || name.matches("[A-Za-z]:/.*")
        || Arrays.asList(name.split("/", -1)).contains("..");
  }

  /**
   * The same name written in the shortest way.
   *
   * @throws RejectedException if it leads out of its folder
   */
  static String checked(String name) throws RejectedException {
    if (leadsOut(name)) {
      throw new RejectedException(
          String.format("The name '%s' leads out of the folder or archive.", Texts.shown(name)));
    }
    return Arrays.stream(name.split("/", -1))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }

  /** The last part. */
  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The name without the extension of its last part. */
  static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }
}
