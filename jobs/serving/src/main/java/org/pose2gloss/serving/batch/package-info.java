/** Clips that arrive one by one go through the network together, within bounds. */
package org.pose2gloss.serving.batch;
