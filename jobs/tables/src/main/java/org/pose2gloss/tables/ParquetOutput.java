package org.pose2gloss.tables;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.iceberg.shaded.org.apache.parquet.io.PositionOutputStream;

/** A file of Iceberg's as Parquet's library sees it. */
final class ParquetOutput implements org.apache.iceberg.shaded.org.apache.parquet.io.OutputFile {
  private final OutputFile file;
  private long length;

  ParquetOutput(OutputFile file) {
    this.file = file;
  }

  /** Size of the file once it is closed. */
  long length() {
    return length;
  }

  @Override
  public PositionOutputStream create(long blockSize) {
    return stream(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) {
    return stream(file.createOrOverwrite());
  }

  private PositionOutputStream stream(org.apache.iceberg.io.PositionOutputStream stream) {
    return new DelegatingPositionOutputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void close() throws IOException {
        length = stream.getPos();
        super.close();
      }
    };
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return file.location();
  }
}
