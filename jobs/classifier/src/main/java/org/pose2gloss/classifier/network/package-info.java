/** The network as a TensorFlow graph, and the one place that loads TensorFlow's native library. */
package org.pose2gloss.classifier.network;
