package dev.curtain.migration.sql;

import java.util.List;

/**
 * A type as written.
 *
 * @param name lower case, several words as one: {@code timestamp with time zone}
 * @param arguments {@code 10, 2} of {@code numeric(10,2)}
 */
public record TypeName(String name, boolean quoted, List<String> arguments, boolean array) {
  public TypeName {
    arguments = List.copyOf(arguments);
  }

  /** The one name that PostgreSQL's catalog has for it, where it has several. */
  public String canonical() {
    return switch (name) {
      case "int", "int4" -> "integer";
      case "int8" -> "bigint";
      case "int2" -> "smallint";
      case "character varying" -> "varchar";
      case "decimal" -> "numeric";
      case "timestamp with time zone" -> "timestamptz";
      case "timestamp without time zone" -> "timestamp";
      case "character", "char", "nchar", "national character", "national char" -> "char";
      case "bool" -> "boolean";
      case "float8" -> "double precision";
      case "float4" -> "real";
      case "serial4" -> "serial";
      case "serial8" -> "bigserial";
      case "serial2" -> "smallserial";
      default -> name;
    };
  }

  public boolean isSerial() {
    return canonical().endsWith("serial") && canonical().matches("(small|big)?serial");
  }

  @Override
  public String toString() {
    return name
        + (arguments.isEmpty() ? "" : "(" + String.join(",", arguments) + ")")
        + (array ? "[]" : "");
  }
}
