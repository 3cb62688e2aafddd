package org.pose2gloss.tracking;

import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Calls of MLflow's Java client with a time limit, which the client itself does not have: a server
 * that takes the connection and stays silent would hold a job for ever.
 */
final class ClientCalls implements AutoCloseable {
  private final URI server;
  private final TrackingOptions options;
  private final Failures failures;
  private final AtomicReference<MlflowClient> client;
  private final ExecutorService threads;

  ClientCalls(URI server, TrackingOptions options, Failures failures) {
    this.server = server;
    this.options = options;
    this.failures = failures;
    client = new AtomicReference<>(newClient());
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "mlflow-client");
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> T ask(String task, Function<MlflowClient, T> question) {
    MlflowClient asked = client.get();
    Future<T> answer = threads.submit(() -> question.apply(asked));
    try {
      return answer.get(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Closing the sockets is the only way to end the call; the next question takes a new client.
      if (client.compareAndSet(asked, newClient())) {
        asked.close();
      }
      throw failures.ofSilence(task, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failures.because("the wait was interrupted (to " + task + ").");
    } catch (ExecutionException e) {
      throw translated(task, e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.get().close();
  }

  private RuntimeException translated(String task, Throwable cause) {
    if (cause instanceof MlflowHttpException answer) {
      return failures.ofAnswer(task, answer.getStatusCode(), answer.getBodyMessage(), answer);
    }
    if (cause instanceof MlflowClientException silence) {
      return failures.ofSilence(task, silence.getCause() == null ? silence : silence.getCause());
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return failures.ofNonsense(
        "MLflow at %s gave an answer that is not understood (to %s): %s"
            .formatted(server, task, cause),
        cause);
  }

  private MlflowClient newClient() {
    TrackingOptions.Credentials who = options.credentials();
    String host = server.toString();
    return new MlflowClient(
        new BasicMlflowHostCreds(
            host,
            who.isBasic() ? who.username() : null,
            who.isBasic() ? who.password() : null,
            who.isBearer() ? who.token() : null,
            options.tls().isInsecure()));
  }
}
