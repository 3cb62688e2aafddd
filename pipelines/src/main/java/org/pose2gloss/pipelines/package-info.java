/** Beam pipelines, the controller that chains all steps, and its triggers. */
package org.pose2gloss.pipelines;
