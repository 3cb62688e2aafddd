/**
 * Ingest: from sources of videos and pose files to the table of videos, as a Beam pipeline.
 *
 * <p>The rules live in the package {@code source}; here they become transforms.
 */
package org.pose2gloss.pipelines.ingest;
