/** When a pipeline runs again by itself: what is watched, and one run for each reason. */
package org.pose2gloss.pipelines.trigger;
