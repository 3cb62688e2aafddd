package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A catalog is refused where its commits would not be atomic, and keeps its password to itself. */
class CatalogOptionsTest {
  private static CatalogOptions at(String type, String warehouse, Map<String, String> properties) {
    return new CatalogOptions("c", type, warehouse, "n", properties)
        .qualified(S3Server.configuration("http://127.0.0.1:1"));
  }

  @Test
  void refusesACatalogOfRenamesInAnObjectStore() {
    for (String warehouse : new String[] {"s3a://bucket/w", "s3://bucket/w", "gs://bucket/w"}) {
      assertThatThrownBy(() -> at("hadoop", warehouse, Map.of()))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("'hadoop' is not safe at " + warehouse)
          .hasMessageContaining("catalog.type = jdbc");
    }
  }

  @Test
  void takesOneThatIsLockedOrKeptInADatabase() {
    Map<String, String> credentials =
        Map.of("hadoop.fs.s3a.access.key", "k", "hadoop.fs.s3a.secret.key", "s");
    assertThat(at("jdbc", "s3a://bucket/w", credentials).warehouse()).isEqualTo("s3a://bucket/w");
    assertThatCode(
            () ->
                new CatalogOptions(
                        "c",
                        "hadoop",
                        "s3a://bucket/w",
                        "n",
                        Map.of(
                            "lock-impl", "org.example.Lock",
                            "hadoop.fs.s3a.access.key", "k",
                            "hadoop.fs.s3a.secret.key", "s"))
                    .qualified(new Configuration()))
        .doesNotThrowAnyException();
    assertThatCode(() -> at("hadoop", "warehouse", Map.of())).doesNotThrowAnyException();
  }

  @Test
  void doesNotSayThePassword() {
    assertThat(
            new CatalogOptions("c", "jdbc", "w", "n", Map.of("jdbc.password", "marked")).toString())
        .contains("jdbc.password")
        .doesNotContain("marked");
  }
}
