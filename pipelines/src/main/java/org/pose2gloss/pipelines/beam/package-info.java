/** What all Beam pipelines share. */
package org.pose2gloss.pipelines.beam;
