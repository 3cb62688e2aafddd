package org.pose2gloss.classifier.network;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;

/**
 * The environment of this process as native libraries see it. Java has a copy of its own, made when
 * it started, and no way to change the original.
 */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /** The value that a native library would get. */
  static Optional<String> get(String name) {
    return isPosix()
        ? Optional.ofNullable(function("getenv").invokeString(new Object[] {name}, false))
        : Optional.ofNullable(System.getenv(name));
  }

  /** Sets a variable; of no effect where there is no {@code setenv}. */
  static void set(String name, String value) {
    set(name, value, 1);
  }

  /** Sets a variable unless the user has. */
  static void setUnlessSet(String name, String value) {
    set(name, value, 0);
  }

  /** Takes a variable away. */
  static void unset(String name) {
    if (isPosix()) {
      function("unsetenv").invokeInt(new Object[] {name});
    }
  }

  private static void set(String name, String value, int overwrite) {
    if (isPosix()) {
      function("setenv").invokeInt(new Object[] {name, value, overwrite});
    }
  }

  private static boolean isPosix() {
    return Platform.isLinux() || Platform.isMac();
  }

  private static Function function(String name) {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(name);
  }
}
