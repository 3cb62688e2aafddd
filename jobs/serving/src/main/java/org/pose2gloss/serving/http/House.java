package org.pose2gloss.serving.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.pose2gloss.serving.batch.Admission;
import org.pose2gloss.serving.batch.Batcher;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.trace.Traces;

/**
 * What all requests share.
 *
 * @param slot with the model in service
 * @param admission bounds the clips inside
 * @param batcher asks the network
 * @param traces of what was asked and answered
 * @param answering writes answers: a client that reads slowly holds one of its threads, never the
 *     network's
 * @param timeLimit longest that a prediction may take once its request is read
 */
record House(
    ModelSlot slot,
    Admission admission,
    Batcher batcher,
    Traces traces,
    Executor answering,
    Duration timeLimit) {}
