/**
 * Landmark sequences and what is done to them before a network sees them.
 *
 * <p>Pure functions on arrays: no Spark, no TensorFlow, no file system but the streams handed in.
 * Deterministic from a seed.
 */
package org.pose2gloss.features;
