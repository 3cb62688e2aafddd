package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelFilesTest {
  @Test
  void saysThatAModelIsAbsentAndWhatToDo() {
    ModelFiles files = new ModelFiles(name -> null);
    assertThatThrownBy(() -> files.read(Model.HAND_LANDMARK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The model hand_landmark_full.tflite is not on the class path: run bin/pose2gloss setup"
                + " and build again.");
  }

  @Test
  void refusesOtherBytesAndNamesBothSums() {
    // SHA-256 of "abc": FIPS 180-2, appendix B.1.
    ModelFiles files =
        new ModelFiles(name -> new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(() -> files.read(Model.FACE_DETECTION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("face_detection_short_range.tflite")
        .hasMessageContaining("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .hasMessageContaining(Model.FACE_DETECTION.sha256())
        .hasMessageContaining("run bin/pose2gloss setup");
  }
}
