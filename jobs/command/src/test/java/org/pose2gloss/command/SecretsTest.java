package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String MARK = "m4rk3d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving.api-key",
        "serving.admin-token",
        "serving.tls.password",
        "triggers.webhook",
        "catalog.properties.jdbc.password",
        "catalog.properties.credential",
        "spark.conf.spark.hadoop.fs.s3a.secret.key",
        "spark.conf.spark.hadoop.fs.s3a.access.key"
      })
  void secretKeysAreKnownByTheirNames(String key) {
    assertThat(Secrets.isSecret(key)).isTrue();
  }

  @Test
  void noKeyThatARunIsDescribedByCountsAsSecret() {
    String[] recorded = {"network", "training", "preparation", "model", "promote", "evaluate"};
    assertThat(Settings.defaults().flattened(recorded).keySet()).noneMatch(Secrets::isSecret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving.api-kay=" + MARK,
        "catalog.property.jdbc.password=" + MARK,
        "serving.api-key=[" + MARK + "]x\"",
        "catalog.properties.credential=a\"" + MARK,
        "catalog.properties.jdbc.password=[" + MARK
      })
  void whatIsWrongWithAnAssignmentIsSaidWithoutItsValue(String assignment) {
    try {
      Settings.load(List.of(), List.of(assignment));
    } catch (UsageException e) {
      assertThat(e).message().doesNotContain(MARK);
    }
  }

  @Test
  void anUnknownKeyIsNamedAlone() {
    assertThatThrownBy(() -> Settings.load(List.of(), List.of("serving.api-kay=" + MARK)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unknown key 'serving.api-kay' in --set serving.api-kay;")
        .hasMessageNotContaining(MARK);
  }

  @Test
  void aRunIsToldAddressesWithoutUserAndPassword() {
    Settings settings =
        Settings.load(
            List.of(), List.of("ingest.sources=[{path = \"s3a://me:" + MARK + "@bucket/clips\"}]"));
    assertThat(settings.flattened("ingest"))
        .containsEntry("ingest.sources", "[{\"path\":\"s3a://bucket/clips\"}]");
  }

  @Test
  void aRunIsToldThatASecretIsSetAndNotWhich() {
    Settings settings = Settings.load(List.of(), List.of("serving.api-key=" + MARK));
    assertThat(settings.flattened("serving")).containsEntry("serving.api-key", "(not shown)");
  }
}
