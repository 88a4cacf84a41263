package dev.curtain.model.advice;

import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with a deployment, explained; and the two oldest pieces of advice. */
final class DeploymentPages {
  private static final String SHOP = "Shop = system \"Shop\" { API = container \"API\" }\n";

  private DeploymentPages() {}

  private static Page page(Rule rule, String why, String wrong, String right) {
    return Page.of(rule, why, SHOP + wrong, SHOP + right);
  }

  static final List<Page> ALL =
      List.of(
          page(
              Rule.TRAFFIC_SUM,
              "Every request has to go somewhere, and only once. A missing share takes what the"
                  + " others leave.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { traffic 60 } }
                node B "B" { containerInstance Shop.API { traffic 60 } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { traffic 60 } }
                node B "B" { containerInstance Shop.API { traffic 40 } }
              }
              """),
          page(
              Rule.TRAFFIC_RANGE,
              "A share is a part of what reaches the place, in per cent.",
              """
              deployment P "P" { node A "A" { containerInstance Shop.API { traffic 120 } } }
              """,
              """
              deployment P "P" { node A "A" { containerInstance Shop.API { traffic 100 } } }
              """),
          page(
              Rule.REPLICA_RANGE,
              "An autoscaler would change the number at once, in one direction or the other.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { replicas 9 max_replicas 5 } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { multi_az true containerInstance Shop.API { replicas 3 max_replicas 5 } }
              }
              """),
          page(
              Rule.UNKNOWN_STRATEGY,
              "A rollout would take over in a way that nobody chose.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { deployment_strategy "yolo" } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { deployment_strategy "rolling" } }
              }
              """),
          page(
              Rule.TOO_MANY_VERSIONS,
              "One candidate is compared with one serving version; with two candidates nobody can"
                  + " say which did what.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { version "v1" traffic 90 } }
                node B "B" { containerInstance Shop.API { version "v2" traffic 5 } }
                node C "C" { containerInstance Shop.API { version "v3" traffic 5 } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { version "v1" traffic 90 } }
                node B "B" { containerInstance Shop.API { version "v2" traffic 10 } }
              }
              """),
          page(
              Rule.BAD_STEPS,
              "A rollout only ever gives the candidate more, until it has everything or nothing.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { canary { steps [50, 10, 100] } } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { canary { steps [10, 50, 100] } } }
              }
              """),
          page(
              Rule.STUCK_ROLLING,
              "With no replica allowed to be missing and none extra, nothing can be replaced.",
              """
              deployment P "P" {
                node A "A" {
                  containerInstance Shop.API { rolling_update { max_unavailable 0 max_surge 0 } }
                }
              }
              """,
              """
              deployment P "P" {
                node A "A" {
                  containerInstance Shop.API { rolling_update { max_unavailable 0 max_surge 1 } }
                }
              }
              """),
          page(
              Rule.MISPLACED,
              "Where something runs is only known inside a deployment.",
              """
              node A "A" { containerInstance Shop.API }
              """,
              """
              deployment P "P" { node A "A" { containerInstance Shop.API } }
              """),
          page(
              Rule.BAD_GATE,
              "A gate that nobody can read would hold nothing, or everything.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { gates { full { approvel 1 } } } }
              }
              """,
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { gates { full { approval 1 } } } }
              }
              """),
          page(
              Rule.BAD_AUDIENCE,
              "Nobody could say who meets the new version first.",
              """
              deployment P "P" {
                node A "A" { containerInstance Shop.API { rings { staff 5 } } }
              }
              """,
              """
              deployment P "P" {
                node A "A" {
                  containerInstance Shop.API { rings { staff { header "x-staff" soak "24h" } } }
                }
              }
              """),
          page(
              Rule.OLD_SYNTAX,
              "It is read all the same; examples and messages use the newer form: Name = kind"
                  + " \"Title\".",
              """
              system Mail "Mail"
              """,
              """
              Mail = system "Mail"
              """),
          page(
              Rule.STANDBY_ONLY,
              "Nothing takes the traffic that the model promises to serve.",
              """
              deployment P "P" {
                node A "A" { status "standby" containerInstance Shop.API }
              }
              """,
              """
              deployment P "P" {
                node A "A" { status "active" containerInstance Shop.API }
              }
              """));
}
