package org.pose2gloss.landmarks.video;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files of the local disk. */
final class LocalVideo {
  private LocalVideo() {}

  /**
   * The bytes of a file, to be closed by the caller.
   *
   * @throws InvalidVideoException if there is no such file, or no reading it
   */
  static SeekableByteChannel open(Path file) throws InvalidVideoException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new InvalidVideoException(
            "The video " + file + " is a folder or a device, not a file.");
      }
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (InvalidVideoException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InvalidVideoException("The video " + file + " does not exist.");
    } catch (IOException e) {
      throw new InvalidVideoException(
          "The video " + file + " cannot be read (" + e.getMessage() + ").");
    }
  }
}
