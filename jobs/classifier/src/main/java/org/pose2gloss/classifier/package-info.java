/** The pose-to-gloss network: training, checkpoints, export and prediction. */
package org.pose2gloss.classifier;
