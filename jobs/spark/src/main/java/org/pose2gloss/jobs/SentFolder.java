package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * A folder of the driver's that every executor gets. It goes as an archive, which executors unpack:
 * a folder as it is Spark sends on one machine only.
 */
final class SentFolder implements AutoCloseable {
  private final Path archive;
  private final String name;

  private SentFolder(Path archive, String name) {
    this.archive = archive;
    this.name = name;
  }

  /** Makes it ready to be sent; to be kept until the tasks that need it are done. */
  static SentFolder send(SparkContext spark, Path folder) throws IOException {
    String name = folder.getFileName().toString();
    Path archive = Files.createTempFile("pose2gloss-" + name, ".zip");
    try {
      pack(folder, archive);
    } catch (IOException e) {
      Files.delete(archive);
      throw e;
    }
    spark.addArchive(archive.toUri() + "#" + name);
    return new SentFolder(archive, name);
  }

  private static void pack(Path folder, Path archive) throws IOException {
    try (Stream<Path> walk = Files.walk(folder);
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /** What tasks ask {@link #at} with. */
  String name() {
    return name;
  }

  /** Where a task finds it on its machine. */
  static Path at(String name) {
    return Path.of(SparkFiles.get(name));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(archive);
  }
}
