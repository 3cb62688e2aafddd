package org.pose2gloss.landmarks.mediapipe;

import java.util.Optional;

/**
 * What was found in a frame; x and y in picture widths and heights, z on the scale of x.
 *
 * @param rightHand {@code float[21 * 3]}, the signer's right hand
 * @param leftHand {@code float[21 * 3]}
 * @param pose {@code float[33 * 4]}, the fourth is visibility 0..1
 * @param face {@code float[478 * 3]}, irises last
 */
public record FrameLandmarks(
    Optional<float[]> rightHand,
    Optional<float[]> leftHand,
    Optional<float[]> pose,
    Optional<float[]> face) {}
