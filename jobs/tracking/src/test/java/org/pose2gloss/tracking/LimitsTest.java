package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void batchesAreCutByNumberAndBySize() {
    assertThat(Batches.of(Collections.nCopies(250, "a"), 100, String::length))
        .extracting(List::size)
        .containsExactly(100, 100, 50);
    assertThat(Batches.of(Collections.nCopies(5, "a"), 100, x -> 200_000))
        .extracting(List::size)
        .containsExactly(2, 2, 1);
    assertThat(Batches.of(List.of("a"), 100, x -> 5_000_000)).hasSize(1);
    assertThat(Batches.of(List.<String>of(), 100, String::length)).isEmpty();
  }

  @Test
  void namesKeepWhatMlflowTakes() {
    assertThat(EntityNames.of("train/top-1 of_all: x.y")).isEqualTo("train/top-1 of_all: x.y");
    assertThat(EntityNames.of("a//b/./c/")).isEqualTo("a/b/_/c");
    assertThat(EntityNames.of("../a")).isEqualTo("_/a");
    assertThat(EntityNames.of("a\nb\"")).isEqualTo("a_b_");
    assertThat(EntityNames.of("")).isEqualTo("_");
    assertThat(EntityNames.of("x".repeat(300))).hasSize(250);
  }

  @Test
  void aDatasetsDigestMustFit() {
    assertThatThrownBy(
            () -> new DatasetInput("n", "d".repeat(37), "iceberg", "{}", "", "", "training"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 36 characters");
  }
}
