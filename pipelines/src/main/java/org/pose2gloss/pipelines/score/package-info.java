/** Predicts for all rows of a table with the model that is served. */
package org.pose2gloss.pipelines.score;
