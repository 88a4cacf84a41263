package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLLexer;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;

/** The one place that knows pgcodekeeper's generated parser, which is not a promised interface. */
final class KeeperGrammar implements Grammar {
  @Override
  public Optional<String> problem(String statement) {
    List<String> problems = new ArrayList<>();
    BaseErrorListener listener =
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer,
              @Nullable Object symbol,
              int line,
              int column,
              String message,
              @Nullable RecognitionException error) {
            problems.add(brief(message));
          }
        };
    SQLLexer lexer = new SQLLexer(CharStreams.fromString(statement));
    lexer.removeErrorListeners();
    lexer.addErrorListener(listener);
    SQLParser parser = new SQLParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(listener);
    parser.sql();
    return problems.stream().findFirst();
  }

  /** Without the list of every keyword that could have stood there. */
  private static String brief(String message) {
    int list = message.indexOf(" expecting {");
    return list < 0 ? message : message.substring(0, list);
  }
}
