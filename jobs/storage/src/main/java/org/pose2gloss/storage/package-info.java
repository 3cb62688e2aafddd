/** Files of any file system that Hadoop knows, plain or inside a zip archive, read as channels. */
package org.pose2gloss.storage;
