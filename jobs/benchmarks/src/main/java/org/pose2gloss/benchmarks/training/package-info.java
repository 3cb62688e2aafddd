/** What measurements of training have in common. */
package org.pose2gloss.benchmarks.training;
