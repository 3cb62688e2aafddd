/**
 * MediaPipe's pose, hand and face graphs on the CPU, as its Python solutions {@code Pose}, {@code
 * Hands} and {@code FaceMesh} run them.
 *
 * <p>Constants name the file of MediaPipe's repository (google-ai-edge/mediapipe) that they come
 * from; {@code modules/} and {@code calculators/} are folders of its {@code mediapipe/}.
 */
package org.pose2gloss.landmarks.mediapipe;
