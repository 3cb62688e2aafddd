package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets FFmpeg read a channel: a buffer's length at a time, from wherever the container says.
 *
 * <p>FFmpeg calls back from native code, which no exception may enter: what goes wrong is kept,
 * FFmpeg is told to stop, and {@link #check} throws afterwards.
 */
final class ChannelInput implements AutoCloseable {
  /** Bytes that are held and read at a time: the part of a file that one frame needs. */
  static final int BUFFER_BYTES = 256 * 1024;

  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  // JavaCPP makes ten native functions for each kind of callback, and no more: one serves all
  // inputs and finds the one that is meant by the number that FFmpeg hands back.
  private static final ReadCallback READ = new ReadCallback();
  private static final SeekCallback SEEK = new SeekCallback();
  private static final StopCallback STOP = new StopCallback();
  private static final Map<Long, ChannelInput> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  private final String name;
  private final SeekableByteChannel channel;
  private final Deadline deadline;
  private final long size;
  private final Handle handle = new Handle(LAST_NUMBER.incrementAndGet());
  private final AVIOContext context;
  private long position;
  private Throwable failure;

  /**
   * @param name what messages call the video
   * @param channel its bytes, read from their beginning; not closed here
   * @throws IOException if the channel cannot say how long it is
   */
  ChannelInput(String name, SeekableByteChannel channel, Deadline deadline) throws IOException {
    this.name = name;
    this.channel = channel;
    this.deadline = deadline;
    size = channel.size();
    OPEN.put(handle.address(), this);
    context =
        avio_alloc_context(
            new BytePointer(av_malloc(BUFFER_BYTES)),
            BUFFER_BYTES,
            0,
            handle,
            READ,
            (Write_packet_Pointer_BytePointer_int) null,
            SEEK);
  }

  /** Length of the channel when it was opened; what is appended later is not seen. */
  long size() {
    return size;
  }

  /** Makes a format context, not opened yet, read this input and stop at its deadline. */
  void feed(AVFormatContext format) {
    format.pb(context);
    format.interrupt_callback().callback(STOP).opaque(handle);
  }

  /**
   * Throws what went wrong while FFmpeg read.
   *
   * @throws InvalidVideoException if the deadline has passed
   * @throws IOException if the channel failed, which is no fault of the video's
   */
  void check() throws IOException {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IOException(
          "The video %s cannot be read at byte %d of %d (%s)."
              .formatted(name, position, size, sentence(failure)),
          failure);
    }
    if (deadline.hasPassed()) {
      throw new InvalidVideoException(
          "The video %s takes longer than the time limit of %s.".formatted(name, deadline.limit()));
    }
  }

  private static String sentence(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().strip().replaceAll("[.!]+$", "");
  }

  private int read(BytePointer target, int most) {
    if (mustStop()) {
      return AVERROR_EXIT();
    }
    if (position >= size) {
      return AVERROR_EOF();
    }
    try {
      if (channel.position() != position) {
        channel.position(position);
      }
      // A header may claim packets of any size; a short read makes FFmpeg ask again.
      ByteBuffer buffer = target.limit(Math.min(most, BUFFER_BYTES)).asByteBuffer();
      int read = channel.read(buffer);
      while (read == 0 && !mustStop()) {
        read = channel.read(buffer);
      }
      if (read <= 0) {
        return read < 0 ? AVERROR_EOF() : AVERROR_EXIT();
      }
      position += read;
      return read;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      return AVERROR_EXIT();
    }
  }

  /** Only notes where to read on: a place beyond the end is no error until it is read. */
  private long seek(long offset, int whence) {
    long origin =
        switch (whence & ~AVSEEK_FORCE) {
          case SEEK_SET -> 0;
          case SEEK_CUR -> position;
          case SEEK_END, AVSEEK_SIZE -> size;
          default -> -1;
        };
    if ((whence & AVSEEK_SIZE) != 0) {
      return size;
    }
    long target = origin + offset;
    if (origin < 0 || target < 0) {
      return Ffmpeg.INVALID_ARGUMENT;
    }
    position = target;
    return target;
  }

  private boolean mustStop() {
    return failure != null || deadline.hasPassed();
  }

  /** To be called when no format context reads any more. */
  @Override
  public void close() {
    OPEN.remove(handle.address());
    // FFmpeg may have put a buffer of another length in the place of the first.
    av_free(context.buffer());
    avio_context_free(context);
  }

  /** What FFmpeg takes for an address and hands back; nothing lies there. */
  private static final class Handle extends Pointer {
    Handle(long number) {
      address = number;
    }
  }

  private static final class ReadCallback extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer handle, BytePointer target, int most) {
      return OPEN.get(handle.address()).read(target, most);
    }
  }

  private static final class SeekCallback extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer handle, long offset, int whence) {
      return OPEN.get(handle.address()).seek(offset, whence);
    }
  }

  private static final class StopCallback extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer handle) {
      return OPEN.get(handle.address()).mustStop() ? 1 : 0;
    }
  }
}
