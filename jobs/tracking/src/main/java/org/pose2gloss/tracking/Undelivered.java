package org.pose2gloss.tracking;

import java.io.Serializable;

/** What a server has not taken yet of a run, on its way from one process to another. */
public final class Undelivered implements Serializable {
  /** Nothing. */
  public static final Undelivered NOTHING = new Undelivered(new byte[0]);

  private static final long serialVersionUID = 1L;

  /** As {@link LanePack} packs it; empty if there is nothing. */
  private final byte[] packed;

  Undelivered(byte[] packed) {
    this.packed = packed.clone();
  }

  byte[] packed() {
    return packed.clone();
  }

  /** Whether the server has everything. */
  public boolean isEmpty() {
    return packed.length == 0;
  }
}
