package dev.curtain.server.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The directory where state lives. Two homes never disturb each other. */
public record Home(Path directory) {
  private static final int TOKEN_BYTES = 32;

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Makes the directory, readable by its owner alone.
   *
   * @throws IOException if nothing can be kept there, in words that say what to do
   */
  public void create() throws IOException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (FileSystemException e) {
      throw new IOException(unusable(e), e);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException(unusable(new AccessDeniedException(directory.toString())));
    }
  }

  private String unusable(FileSystemException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> "not yours to write in";
          case FileAlreadyExistsException _ -> e.getFile() + " is no directory";
          default -> Optional.ofNullable(e.getReason()).orElse(e.toString());
        };
    return directory + " cannot be the home: " + why + ". Choose another with --home DIR";
  }

  /** Writes down where the API of this process answers, for who knows the home alone. */
  public void serves(URI api) throws IOException {
    long pid = ProcessHandle.current().pid();
    Path fresh = directory.resolve("api." + pid);
    Files.writeString(fresh, api + "\n" + pid + "\n");
    Files.move(fresh, directory.resolve("api"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where the API of the controller answers that runs with this home; empty: none runs. */
  public Optional<URI> api() throws IOException {
    Path file = directory.resolve("api");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    // Whoever was killed could not take its word back; its port may be somebody else's by now.
    boolean runs =
        lines.size() == 2
            && ProcessHandle.of(Long.parseLong(lines.get(1)))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    return runs ? Optional.of(URI.create(lines.getFirst())) : Optional.empty();
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
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
