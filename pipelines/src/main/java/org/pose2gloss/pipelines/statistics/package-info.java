/**
 * What a version of the table of landmarks is like, by a Beam pipeline, and how it differs from
 * another.
 */
package org.pose2gloss.pipelines.statistics;
