package org.pose2gloss.jobs.evaluation;

import java.io.Serializable;
import org.pose2gloss.classifier.evaluation.Answer;

/**
 * An example that a model was asked about.
 *
 * @param id identifier of the sample
 * @param split train, validation or test
 * @param signer who signs, null where unknown
 * @param frames number of frames, 1 or more
 * @param answer what the model said
 */
public record Judged(String id, String split, String signer, int frames, Answer answer)
    implements Serializable {}
