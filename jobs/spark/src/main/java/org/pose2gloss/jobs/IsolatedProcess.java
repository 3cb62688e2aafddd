package org.pose2gloss.jobs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFileException;
import org.pose2gloss.landmarks.video.InvalidVideoException;

/**
 * The other side of {@link IsolatedExtraction}: reads videos from stdin, writes landmarks to stdout
 * until stdin ends.
 */
final class IsolatedProcess {
  private static final int SEQUENCE = 0x706f7365;
  private static final int FAILURE = 0x6661696c;
  private static final int UNUSABLE = 0x6e6f6e65;

  private IsolatedProcess() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    OutputStream stdout = new FileOutputStream(FileDescriptor.out);
    // What libraries print must not come between the answers.
    System.setOut(System.err);
    try (ObjectInputStream requests =
            new ObjectInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        DataOutputStream answers =
            new DataOutputStream(new BufferedOutputStream(stdout, 1 << 16))) {
      Extraction.Maker maker = (Extraction.Maker) requests.readObject();
      SerializableConfiguration configuration = (SerializableConfiguration) requests.readObject();
      try (Extraction extraction = maker.make(configuration.value())) {
        while (true) {
          VideoWork video = (VideoWork) requests.readObject();
          answer(extraction, video, answers);
          answers.flush();
        }
      }
    } catch (EOFException e) {
      // The parent has no more videos, or is gone.
      return;
    }
  }

  private static void answer(Extraction extraction, VideoWork video, DataOutputStream out)
      throws IOException {
    LandmarkSequence sequence;
    try {
      sequence = extraction.of(video);
    } catch (Extraction.UnusableException e) {
      out.writeInt(UNUSABLE);
      out.writeUTF(e.getMessage());
      return;
    } catch (IOException | RuntimeException e) {
      out.writeInt(FAILURE);
      out.writeUTF(FailedVideo.of(video, e).kind().name());
      out.writeUTF(e instanceof IOException ? e.getMessage() : e.toString());
      return;
    }
    out.writeInt(SEQUENCE);
    out.writeInt(sequence.frames());
    out.writeFloat(sequence.framesPerSecond());
    out.writeInt(sequence.imageWidth());
    out.writeInt(sequence.imageHeight());
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] values = sequence.part(part);
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
  }

  /** What the other process says of a video, thrown so that it is not taken for its death. */
  static final class AnsweredException extends IOException {
    private static final long serialVersionUID = 1L;

    private final FailedVideo.Kind kind;

    AnsweredException(FailedVideo.Kind kind, String sentence) {
      super(sentence);
      this.kind = kind;
    }

    /** The exception as extraction in this process would have thrown it. */
    IOException failure() {
      return switch (kind) {
        case VIDEO -> new InvalidVideoException(getMessage());
        case POSE -> new PoseFileException(getMessage());
        case CRASH -> new CrashException(getMessage());
        case STORAGE -> new IOException(getMessage());
        case ERROR -> throw new IllegalStateException(getMessage());
      };
    }
  }

  /**
   * Reads one answer.
   *
   * @throws AnsweredException if the answer is that there are no landmarks
   * @throws Extraction.UnusableException if the answer is that no video's can be taken
   * @throws IOException if the process gives no answer, or something else
   */
  static LandmarkSequence readAnswer(DataInputStream in) throws IOException {
    int kind = in.readInt();
    if (kind == FAILURE) {
      FailedVideo.Kind fault = FailedVideo.Kind.valueOf(in.readUTF());
      throw new AnsweredException(fault, in.readUTF());
    }
    if (kind == UNUSABLE) {
      throw new Extraction.UnusableException(in.readUTF(), null);
    }
    if (kind != SEQUENCE) {
      throw new IOException("the answer begins with " + Integer.toHexString(kind));
    }
    int frames = in.readInt();
    float framesPerSecond = in.readFloat();
    int width = in.readInt();
    int height = in.readInt();
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] values = new float[Math.multiplyExact(frames, part.floatsPerFrame())];
      byte[] bytes = in.readNBytes(values.length * Float.BYTES);
      if (bytes.length < values.length * Float.BYTES) {
        throw new EOFException("the answer breaks off");
      }
      ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
      parts.put(part, values);
    }
    return LandmarkSequence.of(frames, framesPerSecond, width, height, parts);
  }
}
