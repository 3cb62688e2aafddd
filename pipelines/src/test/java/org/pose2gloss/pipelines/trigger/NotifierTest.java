package org.pose2gloss.pipelines.trigger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.command.UsageException;

class NotifierTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks.example.org/m4rk3d",
        "ftp://hooks.example.org/m4rk3d",
        "https://hooks.example.org/m4rk3d|x",
        "https:///m4rk3d"
      })
  void anAddressThatIsNoneIsRefusedWithoutBeingShown(String webhook) {
    assertThatThrownBy(() -> new Notifier(Optional.of(webhook)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("triggers.webhook is no address")
        .hasMessageNotContaining("m4rk3d");
  }
}
