/**
 * What ingest does with sources, files and identities: plain Java on Hadoop's file systems, without
 * Beam, so that every rule can be read and tested alone.
 */
package org.pose2gloss.pipelines.ingest.source;
