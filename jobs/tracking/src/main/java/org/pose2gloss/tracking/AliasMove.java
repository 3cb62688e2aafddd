package org.pose2gloss.tracking;

/**
 * One move of an alias, as it is kept in the history of a registered model.
 *
 * @param version the version that it has pointed at since
 * @param previous the one before, 0 = none
 * @param kind how it came about
 * @param at when, ISO 8601 in UTC
 * @param run the tracking run that moved it, empty if none
 * @param reason one sentence
 */
public record AliasMove(
    int version, int previous, Kind kind, String at, String run, String reason) {
  /** How a version came to an alias. */
  public enum Kind {
    /** It was no worse. */
    PROMOTED,
    /** Somebody wanted it whatever the comparison said. */
    FORCED,
    /** The alias went back to what it pointed at before. */
    ROLLED_BACK
  }
}
