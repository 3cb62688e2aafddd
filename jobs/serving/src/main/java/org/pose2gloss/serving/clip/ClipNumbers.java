package org.pose2gloss.serving.clip;

import org.pose2gloss.classifier.Example;

/** Checks what every form of a clip has in common. */
final class ClipNumbers {
  private ClipNumbers() {}

  /** The clip of these numbers, each point of them there or absent (NaN) as a whole. */
  static Example checked(int frames, float[] xyz) {
    int points = xyz.length / frames / Example.CHANNELS;
    for (int at = 0; at < xyz.length; at += Example.CHANNELS) {
      int absent = 0;
      for (int i = at; i < at + Example.CHANNELS; i++) {
        if (Float.isInfinite(xyz[i])) {
          throw unusable(at, points, "has an infinite number or one beyond 32 bits: scale it");
        }
        absent += Float.isNaN(xyz[i]) ? 1 : 0;
      }
      if (absent % Example.CHANNELS != 0) {
        throw unusable(at, points, "has some of x, y, z but not all: give all, or none");
      }
    }
    return new Example("request", 0, frames, xyz);
  }

  private static InvalidClipException unusable(int at, int points, String what) {
    int point = at / Example.CHANNELS;
    return InvalidClipException.unreadable(
        String.format(
            "Point %d of frame %d (both from 0) %s.", point % points, point / points, what));
  }
}
