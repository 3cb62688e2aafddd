/** Tables of landmarks of any size, made of real ones, for {@code ci/prove/prepare-*}. */
package org.pose2gloss.benchmarks.generate;
