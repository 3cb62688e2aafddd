package org.pose2gloss.landmarks.mediapipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Finds the models on the class path, under {@code /org/pose2gloss/landmarks/models/}, and lets
 * only the bytes pass that are meant.
 */
final class ModelFiles {
  private static final String FOLDER = "/org/pose2gloss/landmarks/models/";

  /** Larger than any of the models; a longer file is not read to its end. */
  private static final int MAX_BYTES = 32 << 20;

  private final Function<String, InputStream> resources;

  /** The models that the build put on the class path. */
  ModelFiles() {
    this(ModelFiles.class::getResourceAsStream);
  }

  /**
   * @param resources opens the resource of a name, or gives null where there is none
   */
  ModelFiles(Function<String, InputStream> resources) {
    this.resources = resources;
  }

  /**
   * The bytes of a model.
   *
   * @throws IllegalStateException if it is absent or has other bytes, saying what to do
   */
  byte[] read(Model model) {
    byte[] bytes;
    try (InputStream in = resources.apply(FOLDER + model.fileName())) {
      if (in == null) {
        throw new IllegalStateException(
            String.format(
                "The model %s is not on the class path: run bin/pose2gloss setup and build again.",
                model.fileName()));
      }
      bytes = in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("The model " + model.fileName() + " cannot be read.", e);
    }
    String found = sha256(bytes);
    if (!found.equals(model.sha256())) {
      throw new IllegalStateException(
          String.format(
              "The model %s has SHA-256 %s, wanted is %s: run bin/pose2gloss setup and build"
                  + " again.",
              model.fileName(), found, model.sha256()));
    }
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
