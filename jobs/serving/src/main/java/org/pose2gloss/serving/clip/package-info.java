/** The landmarks of a request, read within limits from the forms that clients send. */
package org.pose2gloss.serving.clip;
