/** A video in, a landmark sequence out. */
package org.pose2gloss.landmarks;
