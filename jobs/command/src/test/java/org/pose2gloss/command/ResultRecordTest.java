package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultRecordTest {
  record Counts(long videosAdded, double topOne, String model, double nothing) {}

  private static final Counts COUNTS = new Counts(3, 0.5, "m/1", Double.NaN);

  @Test
  void aRecordIsOneLineOfJsonInSnakeCase() {
    assertThat(ResultRecord.json("ingest", new Counts(3, 0.5, "m/1", 1)))
        .isEqualTo(
            "{\"command\":\"ingest\",\"videos_added\":3,\"top_one\":0.5,\"model\":\"m/1\",\"nothing\":1.0}");
  }

  @Test
  void itsFiniteNumbersAreMetrics() {
    assertThat(ResultRecord.numbers(COUNTS)).isEqualTo(Map.of("videos_added", 3.0, "top_one", 0.5));
  }
}
