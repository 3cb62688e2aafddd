package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a folder of files so that it is there whole or not at all: under another name beside it,
 * forced to disk, then renamed.
 */
final class AtomicFolder {
  private static final String UNFINISHED = ".unfinished-";
  private static final String REPLACED = ".replaced-";

  private AtomicFolder() {}

  /** Writes files into a folder that is empty when it is called. */
  interface Writer {
    /** Writes into {@code folder}. */
    void write(Path folder) throws IOException;
  }

  /** Writes {@code target}, in place of what may be there. */
  static void write(Path target, Writer writer) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    // Not a temporary directory of the library: those are closed to all other users.
    Path unfinished = Files.createDirectory(parent.resolve(UNFINISHED + UUID.randomUUID()));
    try {
      writer.write(unfinished);
      forceToDisk(unfinished);
      if (Files.exists(target)) {
        Path replaced = parent.resolve(REPLACED + unfinished.getFileName());
        Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(replaced);
      } else {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      }
      forceFolder(parent);
    } finally {
      if (Files.exists(unfinished)) {
        deleteTree(unfinished);
      }
    }
  }

  /** Removes what a killed process left half-written in a folder. */
  static void removeLeftovers(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> leftovers;
    try (Stream<Path> entries = Files.list(parent)) {
      leftovers =
          entries
              .filter(
                  entry -> {
                    String name = entry.getFileName().toString();
                    return name.startsWith(UNFINISHED) || name.startsWith(REPLACED);
                  })
              .toList();
    }
    for (Path leftover : leftovers) {
      deleteTree(leftover);
    }
  }

  private static void forceToDisk(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.walk(folder)) {
      files = entries.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      force(file);
    }
  }

  /** Waits until the names in a folder are on disk. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Waits until a file's content is on disk. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Deletes a folder and all in it, if it is there: from one moment to the next it is gone. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Path hidden = folder.resolveSibling(REPLACED + UUID.randomUUID());
    Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(hidden);
  }

  private static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
