/** What the proofs of serving need: models to serve. */
package org.pose2gloss.benchmarks.serving;
