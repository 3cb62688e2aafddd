package org.pose2gloss.serving.model;

/**
 * How a look at the source of models came out.
 *
 * @param problem why what the source names is not in service; empty if it is
 * @param reloads how many models have been loaded so far
 */
public record ReloadStatus(String problem, long reloads) {}
