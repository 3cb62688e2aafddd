/** The registered model as a REST service. */
package org.pose2gloss.serving;
