/** The figures of an evaluation, to be compared with those of others. */
package org.pose2gloss.benchmarks.evaluation;
