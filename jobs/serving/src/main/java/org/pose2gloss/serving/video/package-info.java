/** Landmarks of uploaded videos. */
package org.pose2gloss.serving.video;
