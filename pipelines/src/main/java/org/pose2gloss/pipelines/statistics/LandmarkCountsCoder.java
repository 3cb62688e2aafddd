package org.pose2gloss.pipelines.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Counts on their way between machines: most are small or 0 and take a byte. */
final class LandmarkCountsCoder extends AtomicCoder<LandmarkCounts> {
  private static final long serialVersionUID = 1L;

  @Override
  public void encode(LandmarkCounts counts, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    counts.write(data);
    data.flush();
  }

  @Override
  public LandmarkCounts decode(InputStream in) throws IOException {
    return LandmarkCounts.read(new DataInputStream(in));
  }
}
