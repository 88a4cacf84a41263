package dev.curtain.lsp;

import dev.curtain.model.Sources;
import dev.curtain.model.advice.Linter;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts that an editor has open, and the files beside them. What is open counts as it stands in
 * the editor, saved or not.
 */
final class Workspace implements Sources {
  /** No model that a person wrote is larger. */
  private static final long LARGEST = 64L << 20;

  /** A folder with more models than this is not looked through for references. */
  private static final int MOST_FILES = 2000;

  private static final Set<String> SKIPPED = Set.of("node_modules", "target", "dist", "build");

  private final Map<String, String> open = new ConcurrentHashMap<>();
  private final Map<String, Analysis> analysed = new ConcurrentHashMap<>();
  private final List<Path> roots = new ArrayList<>();

  void root(String uri) {
    path(uri).filter(Files::isDirectory).ifPresent(roots::add);
  }

  /** The text of an open document is now this one. */
  void put(String uri, String text) {
    open.put(uri, text);
    analysed.clear();
  }

  void close(String uri) {
    open.remove(uri);
    analysed.clear();
  }

  /** The same folders with other texts in the editor. */
  Workspace with(Map<String, String> texts) {
    Workspace other = new Workspace();
    other.roots.addAll(roots);
    other.open.putAll(open);
    other.open.putAll(texts);
    return other;
  }

  /** Something outside of the editor has changed files. */
  void changed() {
    analysed.clear();
  }

  Optional<String> text(String uri) {
    return Optional.ofNullable(open.get(uri));
  }

  Collection<String> documents() {
    return List.copyOf(open.keySet());
  }

  /** What is known about an open document, or about a file that can be read. */
  Optional<Analysis> analysis(String uri) {
    Analysis known = analysed.get(uri);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> text = text(uri).or(() -> path(uri).flatMap(Workspace::read));
    return text.map(each -> {
      Analysis analysis = Analysis.of(uri, each, Linter.lint(name(uri), each, this));
      // Another text may have come meanwhile: then this one answers and is not kept.
      if (text(uri).filter(each::equals).isPresent()) {
        analysed.put(uri, analysis);
      }
      return analysis;
    });
  }

  /** The open documents and the models under the folders that are open, each once. */
  List<String> everything() {
    Map<String, String> uris = new TreeMap<>();
    documents().forEach(uri -> uris.put(name(uri), uri));
    for (Path root : roots) {
      files(root).forEach(file -> uris.putIfAbsent(file.toString(), file.toUri().toString()));
    }
    return List.copyOf(uris.values());
  }

  /** The other models of the open folders, as an import in this text would name them. */
  List<String> importable(String uri) {
    Optional<Path> own = path(uri);
    Optional<Path> beside = own.map(Path::getParent);
    if (beside.isEmpty()) {
      return List.of();
    }
    return everything().stream()
        .flatMap(other -> path(other).stream())
        .filter(other -> !other.equals(own.get()))
        .map(other -> beside.get().relativize(other).toString().replace('\\', '/'))
        .map(name -> name.startsWith(".") ? name : "./" + name)
        .sorted(Comparator.comparingInt(String::length).thenComparing(name -> name))
        .toList();
  }

  private static List<Path> files(Path root) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              Path last = path.getFileName();
              String name = last == null ? "" : last.toString();
              boolean skipped = name.startsWith(".") || SKIPPED.contains(name);
              return skipped && !path.equals(root)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".sruja")) {
                found.add(file);
              }
              return found.size() < MOST_FILES
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // what may not be read holds no references for us
            }
          });
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  /** What the model calls a text: the path of its file, else its address. */
  static String name(String uri) {
    return path(uri).map(Path::toString).orElse(uri);
  }

  /** The address of a text that the model has read; the editor's own spelling where it has one. */
  String uri(String name) {
    for (String uri : open.keySet()) {
      if (name(uri).equals(name)) {
        return uri;
      }
    }
    return name.contains(":/") || name.isEmpty() ? name : Path.of(name).toUri().toString();
  }

  private static Optional<Path> path(String uri) {
    try {
      URI address = URI.create(uri);
      if (!"file".equals(address.getScheme())) {
        return Optional.empty();
      }
      Path path = Path.of(address).toAbsolutePath().normalize();
      return Optional.of(Files.exists(path) ? path.toRealPath() : path);
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Found find(String importer, String target) {
    boolean path = target.startsWith(".") || target.startsWith("/") || target.endsWith(".sruja");
    if (!path || importer.contains(":")) {
      return new Found.Unread();
    }
    try {
      Path directory = Path.of(importer).getParent();
      Path file = directory == null ? Path.of(target) : directory.resolve(target).normalize();
      if (!Files.exists(file) && Files.exists(Path.of(file + ".sruja"))) {
        file = Path.of(file + ".sruja");
      }
      if (!Files.isRegularFile(file)) {
        return new Found.Missing("there is no file " + file);
      }
      String name = file.toRealPath().toString();
      for (Map.Entry<String, String> document : open.entrySet()) {
        if (name(document.getKey()).equals(name)) {
          return new Found.Source(name, document.getValue());
        }
      }
      return read(file)
          .<Found>map(text -> new Found.Source(name, text))
          .orElse(new Found.Missing("it is not text in UTF-8, or cannot be read"));
    } catch (InvalidPathException | IOException e) {
      return new Found.Missing("it cannot be read (" + e.getMessage() + ")");
    }
  }

  private static Optional<String> read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
