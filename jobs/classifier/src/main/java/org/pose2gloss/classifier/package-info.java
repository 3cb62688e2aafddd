/**
 * The pose-to-gloss classifier: what an example is and what the network is made of.
 *
 * <p>{@code network} builds the graph, {@code training} fits it, {@code inference} reads the result
 * and {@code evaluation} judges it. TensorFlow and DJL stay inside these packages: nothing that
 * other packages call speaks their types.
 */
package org.pose2gloss.classifier;
