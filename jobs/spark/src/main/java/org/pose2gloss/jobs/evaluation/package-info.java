/** What is kept of an evaluation: metrics, tables, pictures and pages. */
package org.pose2gloss.jobs.evaluation;
