package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Databases.Counter;
import dev.curtain.model.Databases.Database;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which databases are behind a service, and how their errors are known. */
class DatabasesTest {
  private static final SystemModel MODEL =
      ModelReader.read(
              """
              Shop = system "Shop" {
                API = container "API" {
                  database_errors "db_errors_total{kind=\\"timeout\\"}"
                  Repository = component "Repository"
                }
                Web = container "Web" { metrics "/m" database_errors "e_total" }
                Orders = database "Orders" {
                  statistics "env:ORDERS_URL"
                  Lines = component "Lines"
                }
                Stock = datastore "Stock"
                Mail = queue "Mail"
              }
              Shop.API.Repository -> Shop.Orders.Lines "writes"
              Shop.API -> Shop.Stock "reads"
              Shop.API -> Shop.Mail "sends"
              Shop.Web -> Shop.API "asks"
              """)
          .model();

  @Test
  void those_that_a_service_or_a_part_of_it_works_with() {
    assertThat(Databases.behind(MODEL, "Shop.API"))
        .containsExactly(
            new Database("Shop.Orders", "Orders", Optional.of("env:ORDERS_URL")),
            new Database("Shop.Stock", "Stock", Optional.empty()));
    assertThat(Databases.behind(MODEL, "Shop.Web")).isEmpty();
  }

  @Test
  void what_replicas_count_is_read_where_their_measures_are() {
    assertThat(counter("Shop.API"))
        .contains(new Counter("db_errors_total{kind=\"timeout\"}", "/metrics"));
    assertThat(counter("Shop.Web")).contains(new Counter("e_total", "/m"));
    assertThat(counter("Shop.Stock")).isEmpty();
  }

  private static Optional<Counter> counter(String path) {
    return MODEL.elements().stream()
        .filter(element -> element.path().equals(path))
        .findFirst()
        .flatMap(Databases::counter);
  }
}
