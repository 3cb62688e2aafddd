package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's own address, 127.0.0.1. */
final class Ports {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private Ports() {}

  static int free() {
    try (ServerSocket socket = bound(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new TrackingException(
          "No free port is to be had on 127.0.0.1 (%s).".formatted(e.getMessage()), e);
    }
  }

  /**
   * The same port.
   *
   * @throws TrackingException if somebody listens there
   */
  static int unused(int port) {
    try (ServerSocket socket = bound(port)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new TrackingException(
          "Port %d of 127.0.0.1 is not to be had (%s): choose another port, or 0 for any free one."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  static boolean isTaken(int port) {
    try (ServerSocket socket = bound(port)) {
      return !socket.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true); // as MLflow does: a closed connection's echo is no obstacle
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
