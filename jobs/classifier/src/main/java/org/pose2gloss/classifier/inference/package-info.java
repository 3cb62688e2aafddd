/** Reads a SavedModel and predicts. */
package org.pose2gloss.classifier.inference;
