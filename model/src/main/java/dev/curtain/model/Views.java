package dev.curtain.model;

import dev.curtain.language.Name;
import dev.curtain.language.Statement;
import java.util.ArrayList;
import java.util.List;

/** Gathers the views as they are written. */
final class Views {
  private Views() {}

  static List<View> of(List<Statement.View> statements, Problems problems) {
    List<View> views = new ArrayList<>(statements.size());
    for (Statement.View view : statements) {
      List<String> include = new ArrayList<>();
      List<String> exclude = new ArrayList<>();
      PropertyReader reader = new PropertyReader(problems);
      view.body()
          .ifPresent(body -> {
            reader.addAll(body.statements());
            for (Statement statement : body.statements()) {
              if (statement instanceof Statement.Selection selection) {
                (selection.exclude() ? exclude : include)
                    .addAll(selection.expressions().stream().map(Name::text).toList());
              }
            }
          });
      view.scope().ifPresent(scope -> reader.putIfAbsent("of", scope.text(), scope.span()));
      view.base().ifPresent(base -> reader.putIfAbsent("extends", base.text(), base.span()));
      String id =
          view.name()
              .map(Name::text)
              .or(() -> view.title().map(title -> Heads.slug(title.text())))
              .or(() -> view.scope().map(scope -> scope.text()))
              .orElse("view" + (views.size() + 1));
      String title =
          view.title()
              .map(text -> text.text())
              .or(() -> view.body().flatMap(Heads::titleIn))
              .orElse(id);
      views.add(new View(id, title, include, exclude, reader.toProperties(), view.span()));
    }
    return views;
  }
}
