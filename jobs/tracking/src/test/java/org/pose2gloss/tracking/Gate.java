package org.pose2gloss.tracking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to a real server, which can be shut and opened again as if the server were killed and
 * started, or lose answers.
 */
final class Gate implements AutoCloseable {
  private final URI server;
  private final ServerSocket door;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;
  private volatile boolean losesAnswers;

  Gate(URI server) throws IOException {
    this.server = server;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::receive);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /**
   * Cuts the connections there are and each new one. The port stays taken: given back, another
   * process's connection could have it when the gate opens.
   */
  void shut() throws IOException {
    shut = true;
    for (Socket connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  void open() {
    losesAnswers = false;
    shut = false;
  }

  /** Requests reach the server from now on, but its answers do not come back. */
  void loseAnswers() {
    losesAnswers = true;
  }

  @Override
  public void close() throws IOException {
    door.close();
    shut();
  }

  private void receive() throws IOException {
    while (true) {
      Socket in = door.accept();
      Socket out = new Socket(server.getHost(), server.getPort());
      connections.add(in);
      connections.add(out);
      if (shut) {
        in.close();
        out.close();
        continue;
      }
      start(() -> copy(in, out, false));
      start(() -> copy(out, in, true));
    }
  }

  private void copy(Socket from, Socket to, boolean answers) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && losesAnswers) {
          return;
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A shut gate; what matters is what the client makes of it.
                if (Thread.interrupted()) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
