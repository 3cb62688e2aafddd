/** What every command shares: configuration, options, progress, result records and exit codes. */
package org.pose2gloss.command;
