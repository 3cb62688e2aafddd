package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pose2gloss.landmarks.SharedData;

class FrameConverterTest {
  /**
   * CRC-32 of all frames one after the other, by OpenCV 4.11 in Python: {@code
   * zlib.crc32(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB).tobytes(), crc)}.
   */
  @ParameterizedTest
  @CsvSource({
    "pose-format/FOOTBALL.mp4, 62, 1ca2be49",
    "pose-format/test_video.mp4, 58, 14bacdd4",
    "wlasl-clips/videos/01065.mp4, 34, 520cb6b3",
    "wlasl-clips/videos/05107.mp4, 78, 00312e02"
  })
  void givesTheBytesOfOpenCv(String file, int frames, String crc) throws IOException {
    CRC32 sum = new CRC32();
    int count = 0;
    try (VideoDecoder decoder = VideoDecoder.open(SharedData.orSkip(file))) {
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        sum.update(frame.get().rgb());
        count++;
      }
    }
    assertThat(count).isEqualTo(frames);
    assertThat("%08x".formatted(sum.getValue())).isEqualTo(crc);
  }
}
