package org.pose2gloss.serving.clip;

import org.pose2gloss.classifier.Example;

/**
 * What a JSON request asks.
 *
 * @param clip landmarks
 * @param topN how many glosses to answer with, 1 or more
 */
public record ClipQuestion(Example clip, int topN) {}
