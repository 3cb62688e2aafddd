package org.pose2gloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

class FramePipeTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream sender = new DataOutputStream(bytes);

  private FramePipe pipe() {
    return new FramePipe(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private void name(String name) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    sender.writeInt(text.length);
    sender.write(text);
  }

  private void frame(int width, int height, int... rgb) throws IOException {
    sender.writeInt(width);
    sender.writeInt(height);
    for (int value : rgb) {
      sender.writeByte(value);
    }
  }

  @Test
  void readsTheFramesOfOneVideoAfterTheOther() throws IOException {
    name("wörld.mp4");
    frame(1, 2, 1, 2, 3, 4, 5, 255);
    frame(1, 2, 6, 5, 4, 3, 2, 1);
    sender.writeInt(0);
    name("empty.mp4");
    sender.writeInt(0);

    FramePipe pipe = pipe();
    assertThat(pipe.nextVideo()).contains("wörld.mp4");
    VideoFrame first = pipe.nextFrame().orElseThrow();
    assertThat(first.width()).isEqualTo(1);
    assertThat(first.height()).isEqualTo(2);
    assertThat(first.rgb()).containsExactly(1, 2, 3, 4, 5, -1);
    assertThat(pipe.nextFrame().orElseThrow().index()).isEqualTo(1);
    assertThat(pipe.nextFrame()).isEmpty();
    assertThat(pipe.nextVideo()).contains("empty.mp4");
    assertThat(pipe.nextFrame()).isEmpty();
    assertThat(pipe.nextVideo()).isEmpty();
  }

  @Test
  void saysWhenTheSenderBreaksOff() throws IOException {
    name("cut.mp4");
    frame(2, 2, 1, 2, 3);
    FramePipe pipe = pipe();
    pipe.nextVideo();
    assertThatIOException().isThrownBy(pipe::nextFrame).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesWhatIsNoFrame() throws IOException {
    name("huge.mp4");
    frame(1 << 20, 1 << 20);
    FramePipe pipe = pipe();
    pipe.nextVideo();
    assertThatIOException().isThrownBy(pipe::nextFrame).withMessageContaining("1048576 x 1048576");
  }

  @Test
  void refusesWhatIsNoName() throws IOException {
    sender.writeInt(1 << 30);
    assertThatIOException().isThrownBy(pipe()::nextVideo).withMessageContaining("1073741824");
  }
}
