/** MLflow: runs, metrics, artifacts, dataset inputs and the model registry. */
package org.pose2gloss.tracking;
