package org.pose2gloss.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where native libraries are unpacked to on the machines of a cluster: into the local folder of
 * Spark that outlives applications, so that each machine does it once for each version of the jar,
 * and not in every executor of every job.
 *
 * <p>Where Spark names no such folder it is JavaCPP's own default, {@code ~/.javacpp/cache}.
 */
public final class NativeCache {
  private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /** To be called in a process before anything native is loaded; what the user has set holds. */
  public static void prepare() {
    // Without these two JavaCPP caps native memory at a multiple of the heap.
    setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
    setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    folder(System.getenv())
        .ifPresent(folder -> setUnlessSet(FOLDER, folder.resolve("pose2gloss-natives").toString()));
  }

  /** Spark's local folder on this machine, if the environment says which. */
  static Optional<Path> folder(Map<String, String> environment) {
    return first(environment.get("SPARK_LOCAL_DIRS"))
        // One in Spark's local folder for each executor of each application: spark-ID/executor-ID.
        .or(
            () ->
                first(environment.get("SPARK_EXECUTOR_DIRS"))
                    .map(Path::getParent)
                    .map(Path::getParent))
        // YARN's, of one application.
        .or(() -> first(environment.get("LOCAL_DIRS")))
        .filter(folder -> Files.isDirectory(nearest(folder)) && Files.isWritable(nearest(folder)));
  }

  private static Optional<Path> first(String folders) {
    return Optional.ofNullable(folders)
        .map(all -> all.split(",", -1)[0].strip())
        .filter(one -> !one.isEmpty())
        .map(Path::of)
        .map(Path::toAbsolutePath);
  }

  /** Itself, or the innermost folder around it that exists. */
  private static Path nearest(Path folder) {
    Path nearest = folder;
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
