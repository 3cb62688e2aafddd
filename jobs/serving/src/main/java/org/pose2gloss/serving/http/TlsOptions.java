package org.pose2gloss.serving.http;

import java.nio.file.Path;

/**
 * How connections are encrypted.
 *
 * @param keystore PKCS #12 file with the certificate and its key
 * @param password of that file
 */
public record TlsOptions(Path keystore, String password) {
  /** Never tells the password. */
  @Override
  public String toString() {
    return keystore.toString();
  }
}
