package org.pose2gloss.tracking;

import java.io.Serializable;

/**
 * What another process must know of a run to write to it without asking the server first.
 *
 * @param server the tracking server's address
 * @param runId 32 hexadecimal digits
 * @param experimentId the experiment it belongs to
 * @param artifactUri where its artifacts lie, in the server's words
 */
public record RunReference(String server, String runId, String experimentId, String artifactUri)
    implements Serializable {}
