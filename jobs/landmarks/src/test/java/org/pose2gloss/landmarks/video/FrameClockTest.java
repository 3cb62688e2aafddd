package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameClockTest {
  private final AVFrame frame = av_frame_alloc();
  private final FrameClock clock = new FrameClock(av_make_q(1, 1000), 25);

  @AfterEach
  void free() {
    av_frame_free(frame);
  }

  private double shown(long ticks, long duration) {
    frame.best_effort_timestamp(ticks);
    frame.duration(duration);
    clock.take(frame);
    return clock.seconds();
  }

  @Test
  void countsFromTheFirstFrame() {
    assertThat(shown(1400, 40)).isZero();
    assertThat(clock.duration()).isCloseTo(0.04, within(1e-9));
    assertThat(shown(1440, 60)).isCloseTo(0.04, within(1e-9));
    assertThat(clock.duration()).isCloseTo(0.06, within(1e-9));
    assertThat(shown(1900, 0)).isCloseTo(0.5, within(1e-9));
    assertThat(clock.duration()).as("where none is said").isCloseTo(0.04, within(1e-9));
  }

  @Test
  void letsFramesWithoutATimeFollowEachOther() {
    assertThat(shown(AV_NOPTS_VALUE, 0)).isZero();
    assertThat(shown(AV_NOPTS_VALUE, 0)).isCloseTo(0.04, within(1e-9));
    assertThat(shown(5000, 0)).as("the third frame").isCloseTo(0.08, within(1e-9));
    assertThat(shown(5100, 0)).isCloseTo(0.18, within(1e-9));
    assertThat(shown(AV_NOPTS_VALUE, 0)).isCloseTo(0.22, within(1e-9));
  }

  @Test
  void neverGoesBack() {
    assertThat(shown(100, 40)).isZero();
    assertThat(shown(100, 40)).isCloseTo(0.04, within(1e-9));
    assertThat(shown(20, 40)).isCloseTo(0.08, within(1e-9));
    assertThat(shown(220, 40)).isCloseTo(0.12, within(1e-9));
  }
}
