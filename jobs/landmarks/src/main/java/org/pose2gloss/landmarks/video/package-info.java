/** Decoding a video file to RGB frames. */
package org.pose2gloss.landmarks.video;
