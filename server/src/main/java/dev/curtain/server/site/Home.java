package dev.curtain.server.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The directory where state lives. Two homes never disturb each other. */
public record Home(Path directory) {
  private static final int TOKEN_BYTES = 32;

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Makes the directory, readable by its owner alone. */
  public void create() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  public Path log() {
    return directory.resolve("events.db");
  }

  public Path router() {
    return directory.resolve("router");
  }

  /** What a controller that runs in the background says. */
  public Path output() {
    return directory.resolve("server.log");
  }

  /** The secret between controller and router; made at first use. */
  public Path token() throws IOException {
    Path file = directory.resolve("router.token");
    if (!Files.exists(file)) {
      byte[] secret = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(secret);
      Path fresh = directory.resolve("router.token." + ProcessHandle.current().pid());
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, HexFormat.of().formatHex(secret), StandardOpenOption.WRITE);
      Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
