package org.pose2gloss.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import picocli.CommandLine;

class LocalOptionTest {
  private static final PipelineOptions CLUSTER =
      new PipelineOptions(
          List.of(), List.of("pipeline.start=spark", "spark.master=spark://example.org:7077"));

  @Test
  void localWinsOverAConfigurationForACluster() {
    Settings settings =
        CommandLine.populateCommand(new LocalOption(), "--local").on(CLUSTER).load();

    assertThat(settings.text("pipeline.start")).isEqualTo("process");
    assertThat(settings.text("spark.master")).isEqualTo("local[*]");
  }

  @Test
  void withoutItTheConfigurationHolds() {
    assertThat(CommandLine.populateCommand(new LocalOption()).on(CLUSTER)).isEqualTo(CLUSTER);
  }
}
