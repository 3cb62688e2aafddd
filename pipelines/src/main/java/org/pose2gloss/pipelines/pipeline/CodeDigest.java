package org.pose2gloss.pipelines.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.pose2gloss.command.CodeVersion;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;

/**
 * Which code a step would run: what is in the jars, whenever and wherever they were built.
 *
 * <p>A commit would say too much, since most commits change no code, and too little where files
 * were changed and not committed.
 */
final class CodeDigest {
  private CodeDigest() {}

  /** Of the programs that the configuration starts. */
  static String of(Settings settings) {
    if (settings.text("pipeline.start").equals("spark")) {
      return Digests.sha256(
          List.of(
              jar(settings.text("pipeline.spark.jobs-jar")),
              jar(settings.text("pipeline.spark.pipelines-jar"))));
    }
    String home = System.getenv("POSE2GLOSS_HOME");
    return home == null || home.isBlank() ? CodeVersion.current() : ofRepository(Path.of(home));
  }

  /** Of what was built there. */
  static String ofRepository(Path home) {
    List<String> lines = new ArrayList<>();
    for (String module :
        List.of(
            "jobs/features",
            "jobs/storage",
            "jobs/charts",
            "jobs/tables",
            "jobs/tracking",
            "jobs/landmarks",
            "jobs/classifier",
            "jobs/command",
            "jobs/spark",
            "pipelines")) {
      try (Stream<Path> files = Files.list(home.resolve(module).resolve("target"))) {
        for (Path file :
            files
                .filter(
                    path -> path.getFileName().toString().matches("pose2gloss-.*-[0-9].*\\.jar"))
                .sorted()
                .toList()) {
          lines.add(module + " " + contents(file));
        }
        Path libraries = home.resolve(module).resolve("target/classpath/runtime");
        if (Files.exists(libraries)) {
          lines.add(libraries(Files.readString(libraries)));
        }
      } catch (IOException e) {
        throw new UserException(
            "The programs that were built cannot be read (%s); run 'pose2gloss build'."
                .formatted(e.getMessage()),
            e);
      }
    }
    return Digests.sha256(lines);
  }

  private static String libraries(String classPath) {
    return Stream.of(classPath.split(":"))
        .map(path -> path.substring(path.lastIndexOf('/') + 1).strip())
        .sorted()
        .toList()
        .toString();
  }

  private static String jar(String place) {
    if (place.isBlank()) {
      return "";
    }
    Path local = Path.of(place.replaceFirst("^file:/+", "/"));
    try {
      if (Files.exists(local)) {
        return contents(local);
      }
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(place);
      FileStatus status = path.getFileSystem(new Configuration()).getFileStatus(path);
      return place + " " + status.getLen() + " " + status.getModificationTime();
    } catch (IOException e) {
      throw new UserException(
          "The jar %s cannot be read (%s); pipeline.spark.jobs-jar and pipeline.spark.pipelines-jar name those that"
                  .formatted(place, e.getMessage())
              + " 'mvn -Pcluster -DskipTests package' makes.",
          e);
    }
  }

  /** Names and checksums of the classes and files in a jar, without what tells of the build. */
  private static String contents(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> lines =
          new ArrayList<>(
              zip.stream()
                  .filter(entry -> !entry.isDirectory())
                  .filter(entry -> !entry.getName().matches("META-INF/(maven/.*|MANIFEST.MF)"))
                  .filter(entry -> !entry.getName().endsWith("/reference.conf"))
                  .map(CodeDigest::line)
                  .toList());
      Collections.sort(lines);
      return Digests.sha256(lines);
    }
  }

  private static String line(ZipEntry entry) {
    return entry.getName() + " " + entry.getCrc() + " " + entry.getSize();
  }
}
