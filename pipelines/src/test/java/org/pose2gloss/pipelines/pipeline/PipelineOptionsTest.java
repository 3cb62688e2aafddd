package org.pose2gloss.pipelines.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineOptionsTest {
  private static final String MARK = "m4rk3d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog.properties.uri=jdbc:postgresql://host/db?password=" + MARK,
        "catalog={properties={jdbc.password=" + MARK + "}}",
        "spark.conf.spark.hadoop.fs.s3a.secret.key=" + MARK,
        "spark={conf={x=" + MARK + "}}",
        "serving.api-key=" + MARK,
        "serving={admin-token=" + MARK + "}",
        "serving.tls.password=" + MARK,
        "triggers.webhook=https://hooks.example.org/" + MARK,
        "triggers={webhook=\"https://hooks.example.org/" + MARK + "\"}",
        "pipeline.steps=[{name=train, set=[\"spark.conf.fs.s3a.secret.key=" + MARK + "\"]}]"
      })
  void aRunIsNotToldWhatMayBeSecret(String assignment) {
    PipelineOptions options = new PipelineOptions(List.of(), List.of(assignment));
    assertThat(options.json()).doesNotContain(MARK);
    assertThat(options.words()).contains(assignment);
  }

  @Test
  void aRunIsToldTheRest() {
    List<String> told =
        List.of(
            "training.epochs=5",
            "preparation.chosen-labels=[secret, password]",
            "catalog.warehouse=s3a://bucket/warehouse",
            "pipeline.steps=[{name=train, set=[\"training.epochs=5\"]}]");
    PipelineOptions options = new PipelineOptions(List.of(), told);
    assertThat(PipelineOptions.parse(options.json(), "run").assignments()).isEqualTo(told);
  }
}
