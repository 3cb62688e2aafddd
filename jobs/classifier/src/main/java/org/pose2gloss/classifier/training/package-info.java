/** Fits the network to examples: loop, optimizer, schedules, checkpoints and export. */
package org.pose2gloss.classifier.training;
