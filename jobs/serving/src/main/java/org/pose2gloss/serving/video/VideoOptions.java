package org.pose2gloss.serving.video;

import org.pose2gloss.landmarks.ExtractorOptions;

/**
 * Which videos are taken and how.
 *
 * @param extractor how landmarks are found; its frames and time limit bound a video
 * @param mostBytes largest video
 * @param threads videos at work at once; 0: none are taken
 * @param waiting videos that wait besides
 */
public record VideoOptions(ExtractorOptions extractor, long mostBytes, int threads, int waiting) {}
