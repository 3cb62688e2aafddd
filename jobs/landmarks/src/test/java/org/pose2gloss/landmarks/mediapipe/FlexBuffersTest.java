package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlexBuffersTest {
  /**
   * Written by flexbuffers.Builder of Python's flatbuffers 25: the values that the test expects.
   */
  private static final byte[] WRITTEN_BY_PYTHON =
      HexFormat.of()
          .parseHex(
              "6c6566745f726f746174696f6e5f6964780072696768745f726f746174696f6e5f696478007363616c"
                  + "655f78007375627365745f6964787300000300010002002c016d697865640002000000070000"
                  + "00000020c0060e666c61670006065d1c4d3b3400000800000001000000060000000100000021"
                  + "0000002c000000070100000000c03f480000006a062a060e2d1e2601");

  @Test
  void readsNumbersAndVectorsOfNumbers() {
    Map<String, double[]> map = FlexBuffers.readMap(WRITTEN_BY_PYTHON);
    assertThat(map)
        .containsOnlyKeys(
            "flag", "left_rotation_idx", "mixed", "right_rotation_idx", "scale_x", "subset_idxs");
    assertThat(map.get("left_rotation_idx")).containsExactly(33);
    assertThat(map.get("right_rotation_idx")).containsExactly(263);
    assertThat(map.get("scale_x")).containsExactly(1.5);
    assertThat(map.get("subset_idxs")).containsExactly(1, 2, 300);
    assertThat(map.get("mixed")).containsExactly(7, -2.5);
    assertThat(map.get("flag")).containsExactly(1);
  }

  @Test
  void refusesWhatIsNoMap() {
    // The number 5: value, type INT of one byte, width 1.
    assertThatThrownBy(() -> FlexBuffers.readMap(new byte[] {5, 4, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no map");
  }

  @Test
  void refusesBytesThatPointOutside() {
    assertThatThrownBy(() -> FlexBuffers.readMap(new byte[] {100, 36, 1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FlexBuffers.readMap(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverFailsOtherwiseThanBySentence() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] broken = WRITTEN_BY_PYTHON.clone();
      for (int k = 0; k < 3; k++) {
        broken[broken.length - 1 - random.nextInt(60)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(broken, broken.length - random.nextInt(2));
      try {
        FlexBuffers.readMap(cut);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageContaining("");
      }
    }
  }
}
