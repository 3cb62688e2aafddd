/**
 * The model that is served: where it comes from, how it is tried, and how a newer one takes over.
 */
package org.pose2gloss.serving.model;
