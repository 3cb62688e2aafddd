package org.pose2gloss.tracking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What waits in a lane, as bytes that another process can put into a lane of its own. */
final class LanePack {
  private LanePack() {}

  /** Every record that is not delivered, one an entry, each artifact with its file before it. */
  static byte[] pack(Lane lane) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      int number = 0;
      List<Lane.Entry> entries = lane.next(Integer.MAX_VALUE);
      for (Lane.Entry entry : entries) {
        if (entry.record() instanceof OutboxRecord.Artifact artifact) {
          zip.putNextEntry(new ZipEntry(number++ + ".file"));
          Files.copy(lane.files().resolve(artifact.file()), zip);
        }
        zip.putNextEntry(new ZipEntry(number++ + ".json"));
        zip.write(Lane.JSON.writeValueAsBytes(entry.record()));
      }
    }
    return bytes.toByteArray();
  }

  /** Adds what was packed at the end of a lane. */
  static void unpack(byte[] packed, Lane lane) throws IOException {
    Path file = Files.createTempFile("pose2gloss-", ".artifact");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".file")) {
          Files.write(file, zip.readAllBytes());
          continue;
        }
        OutboxRecord record = Lane.JSON.readValue(zip.readAllBytes(), OutboxRecord.class);
        if (record instanceof OutboxRecord.Artifact artifact) {
          lane.append(file, artifact.path());
        } else {
          lane.append(record);
        }
      }
    } finally {
      Files.delete(file);
    }
  }
}
