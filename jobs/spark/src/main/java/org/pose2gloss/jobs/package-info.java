/** The Spark jobs, one class each. */
package org.pose2gloss.jobs;
