/** The Iceberg catalog and the schema of every table. */
package org.pose2gloss.tables;
