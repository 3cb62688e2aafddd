/** What {@code ci/prove} measures of our side, and JMH benchmarks of the hot pieces. */
package org.pose2gloss.benchmarks;
