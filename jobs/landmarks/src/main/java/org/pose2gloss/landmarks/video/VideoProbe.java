package org.pose2gloss.landmarks.video;

/**
 * What a video file says of itself, found without decoding it.
 *
 * @param codec FFmpeg's name of the codec, such as {@code h264}
 * @param width pixels of a frame as shown, rotation metadata applied
 * @param height pixels of a frame as shown, rotation metadata applied
 * @param framesPerSecond average rate, above 0
 * @param frames frames in the file, counted, 1 or more
 * @param durationSeconds frames divided by rate
 */
public record VideoProbe(
    String codec,
    int width,
    int height,
    double framesPerSecond,
    int frames,
    double durationSeconds) {}
