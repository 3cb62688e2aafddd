/** How often the classifier is right on real labelled data. */
package org.pose2gloss.benchmarks.accuracy;
