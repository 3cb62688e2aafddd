package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelEncoderTest {
  private final LabelEncoder encoder =
      LabelEncoder.of(List.of("drink", "book", "computer", "book", "Book"));

  @Test
  void numbersDistinctGlossesInNaturalOrder() {
    assertThat(encoder.glosses()).containsExactly("Book", "book", "computer", "drink");
    assertThat(encoder.label("book")).isEqualTo(1);
  }

  @Test
  void labelsDoNotDependOnTheOrderGiven() {
    assertThat(LabelEncoder.of(List.of("computer", "Book", "drink", "book")).glosses())
        .isEqualTo(encoder.glosses());
  }

  @Test
  void refusesUnknownGlosses() {
    assertThat(encoder.contains("who")).isFalse();
    assertThatThrownBy(() -> encoder.label("who"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("who is not among the 4 glosses that have labels");
  }

  @Test
  void refusesNoGlossAndBlankOnes() {
    assertThatThrownBy(() -> LabelEncoder.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no gloss to number");
    assertThatThrownBy(() -> LabelEncoder.of(Arrays.asList("book", null)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelEncoder.of(List.of("book", " ")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
