package org.pose2gloss.jobs;

import picocli.CommandLine.Command;

/** {@code tracking}: looks after what the tracking server has not taken yet. */
@Command(
    name = "tracking",
    description = "Looks after what the tracking server has not taken yet.",
    subcommands = {TrackingStatusCommand.class, TrackingFlushCommand.class},
    footer = {
      "",
      "Examples:",
      "  pose2gloss tracking status",
      "  pose2gloss tracking flush --set tracking.outbox=/data/outbox"
    })
final class TrackingCommand {}
