package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void durationsAreWrittenAsPeopleWriteThem() {
    assertThat(Progress.spoken(Duration.ofSeconds(42))).isEqualTo("42 s");
    assertThat(Progress.spoken(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
    assertThat(Progress.spoken(Duration.ofMinutes(127))).isEqualTo("2 h 07 min");
  }

  @Test
  void withoutATerminalNotesAndTheEndAreLines() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Progress progress =
        Progress.start(
            "extract", "videos", 4, new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
      progress.to(2);
      progress.note("25 frames/s");
      progress.to(4);
      progress.to(3);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.matches("extract: 2 of 4 videos, \\d+ s left, 25 frames/s"))
        .last()
        .asString()
        .matches("extract: 4 of 4 videos in \\d+ s");
  }
}
