/**
 * The service's addresses: what they take, what they answer, and what they say where they cannot.
 */
package org.pose2gloss.serving.http;
