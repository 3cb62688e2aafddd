package org.pose2gloss.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** What Jetty itself refuses, before a request is one, is told as {@link Problem} too. */
final class PlainErrors extends ErrorHandler {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    if (!response.isCommitted()) {
      response.setContentType(Problem.MEDIA_TYPE);
      response.getOutputStream().write(problem(response.getStatus(), ""));
    }
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return ByteBuffer.wrap(problem(status, reason == null ? "" : ": " + reason));
  }

  private static byte[] problem(int status, String reason) {
    try {
      return JSON.writeValueAsString(
              Problem.of(status, "The request is not as HTTP has it" + reason + ".", ""))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
