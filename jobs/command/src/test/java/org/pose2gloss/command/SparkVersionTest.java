package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another Spark is refused before its classes are met. */
class SparkVersionTest {
  private static void check(String spark, String scala) {
    SparkVersion.check(Optional.ofNullable(spark), Optional.ofNullable(scala));
  }

  @Test
  void takesItsOwnLineAndProgramsWithoutSpark() {
    assertThatCode(() -> check("3.5.7", "2.12.18")).doesNotThrowAnyException();
    assertThatCode(() -> check("3.5.1", null)).doesNotThrowAnyException();
    assertThatCode(() -> check(null, "2.13.16")).doesNotThrowAnyException();
    assertThatCode(() -> SparkVersion.check(getClass().getClassLoader()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesOthersWithBothVersions() {
    assertThatThrownBy(() -> check("3.4.4", "2.12.17"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("made for Spark 3.5 with Scala 2.12")
        .hasMessageContaining("started with Spark 3.4.4");
    assertThatThrownBy(() -> check("4.0.1", "2.13.16")).hasMessageContaining("Spark 4.0.1");
    assertThatThrownBy(() -> check("3.5.7", "2.13.8")).hasMessageContaining("Scala 2.13.8");
    // No prefix of another version.
    assertThatThrownBy(() -> check("3.50.0", "2.12.18")).hasMessageContaining("3.50.0");
  }
}
