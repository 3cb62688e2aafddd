package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import org.pose2gloss.pipelines.ingest.source.Outcome;

/** One input of a source and what became of it, for counting. */
record Tally(String source, Outcome outcome) implements Serializable {}
