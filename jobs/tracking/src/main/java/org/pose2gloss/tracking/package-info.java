/**
 * MLflow: runs, metrics, artifacts, dataset inputs and the model registry, and an MLflow server on
 * one's own machine.
 *
 * <p>MLflow's Java client does what it can do; what it lacks (aliases, dataset inputs, artifacts
 * through the server) is asked of the same server by its REST interface. Whatever fails is a {@link
 * org.pose2gloss.tracking.TrackingException} with one sentence, within a bounded time.
 */
package org.pose2gloss.tracking;
