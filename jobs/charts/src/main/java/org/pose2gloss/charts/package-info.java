/** Charts in the style of the house. */
package org.pose2gloss.charts;
