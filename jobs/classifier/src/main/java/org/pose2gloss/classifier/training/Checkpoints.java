package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkpoints of one training: a folder {@code epoch-0007} for the best epoch, and a file
 * {@code best} that names it. At every moment {@code best} names a whole checkpoint, or is not
 * there.
 */
final class Checkpoints {
  private static final String PREFIX = "epoch-";

  private final Path folder;

  /** In a folder that is made if need be, without what an earlier training left there. */
  Checkpoints(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    AtomicFolder.removeLeftovers(folder);
    Files.deleteIfExists(folder.resolve("best"));
    removeAllBut("");
  }

  /** Writes the best epoch so far, then lets go of the one before it. */
  void best(int epoch, AtomicFolder.Writer writer) throws IOException {
    String name = String.format("%s%04d", PREFIX, epoch);
    AtomicFolder.write(folder.resolve(name), writer);
    Path pointer = Files.writeString(folder.resolve(".best"), name + "\n");
    Files.move(
        pointer,
        folder.resolve("best"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    removeAllBut(name);
  }

  /** Folder of the best epoch. */
  Path best() throws IOException {
    return folder.resolve(Files.readString(folder.resolve("best")).strip());
  }

  private void removeAllBut(String kept) throws IOException {
    List<Path> others;
    try (Stream<Path> entries = Files.list(folder)) {
      others =
          entries
              .filter(
                  entry -> {
                    String name = entry.getFileName().toString();
                    return name.startsWith(PREFIX) && !name.equals(kept);
                  })
              .toList();
    }
    for (Path other : others) {
      AtomicFolder.delete(other);
    }
  }
}
