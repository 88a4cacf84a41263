package dev.curtain.e2e;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The project's files, without what is built or belongs to tools. */
record Sources(Path root, List<Source> files) {
  private static final Set<String> SKIPPED =
      Set.of("target", ".git", ".idea", ".vscode", "node_modules");

  /**
   * @param path relative to the root, with slashes
   */
  record Source(String path, String text) {
    boolean isJava() {
      return path.endsWith(".java");
    }

    boolean isMain() {
      return path.contains("/src/main/");
    }
  }

  static Sources read() throws IOException {
    Path root = Path.of(System.getProperty("curtain.root", "..")).toRealPath();
    List<Source> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = root.relativize(file).toString().replace('\\', '/');
            if (path.endsWith(".java") || path.endsWith(".md")) {
              files.add(new Source(path, Files.readString(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new Sources(root, List.copyOf(files));
  }

  List<Source> java() {
    return files.stream().filter(Source::isJava).toList();
  }
}
