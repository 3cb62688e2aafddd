/** What a served model was asked and answered, left in a table for the statistics of drift. */
package org.pose2gloss.serving.trace;
