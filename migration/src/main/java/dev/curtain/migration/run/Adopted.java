package dev.curtain.migration.run;

/**
 * History that another tool left in a database.
 *
 * @param source flyway or liquibase
 * @param versions migrations or change sets that it carried out
 */
public record Adopted(String source, long versions) {}
