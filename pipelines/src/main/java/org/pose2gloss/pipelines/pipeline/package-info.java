/**
 * The chain as one run: which steps run, which are taken from earlier runs, and what becomes of
 * them.
 */
package org.pose2gloss.pipelines.pipeline;
