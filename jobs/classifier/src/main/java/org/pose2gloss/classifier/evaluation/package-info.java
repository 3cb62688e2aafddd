/** Judges predictions against the truth. */
package org.pose2gloss.classifier.evaluation;
