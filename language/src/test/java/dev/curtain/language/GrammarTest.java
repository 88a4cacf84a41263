package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrammarTest {
  private static void check(String text, String expected) {
    assertThat(Dump.of(text)).as(text).isEqualTo(expected);
  }

  @Test
  void anElementIsAssigned() {
    check(
        "Shop = system \"Shop\" \"Sells\" { API = container \"API\" { technology \"Go\" } }",
        "element Shop:system 'Shop' 'Sells' {element API:container 'API' {technology=['Go']}}");
  }

  @Test
  void inTheOldFormTheKindComesFirst() {
    check(
        "system Shop \"Shop\"\ncomponent Agent",
        "element Shop:system 'Shop'; element Agent:component");
    check("scenario \"Log in\" { user -> App }", "element -:scenario 'Log in' {user->App}");
    check("requirement R1 functional \"Works\"", "element R1:requirement/functional 'Works'");
    check(
        "policy P \"TLS\" category \"security\" enforcement \"required\"",
        "element P:policy 'TLS' +category=['security'] +enforcement=['required']");
  }

  @Test
  void aStringBeforeAnArrowOrAColonBeginsTheNextStatement() {
    check(
        "M = state_machine \"M\" { terminal [\"done\"] \"new\" -> \"paid\" on \"pay\" }",
        "element M:state_machine 'M' {terminal=[['done']]; new->paid +on=['pay']}");
    check(
        "S = system { a \"x\" \"b\": 1 tags \"c\", \"d\" metadata { e 1 } }",
        "element S:system {a=['x']; b=[1]; tags=['c', 'd']; metadata=[] {e=[1]}}");
  }

  @Test
  void whatIsGluedToANumberIsPartOfIt() {
    check(
        "S = system { a 1/2 b 22:00-06:00 c 8080:80 d 1 }",
        "element S:system {a=[<1/2>]; b=[<22:00-06:00>]; c=[<8080:80>]; d=[1]}");
  }

  @Test
  void selectionsMayBeListsAndMayHaveAColon() {
    check(
        "view v { include: [A, B.*] exclude [tag=x] include = * }",
        "view v {include [A, B.*]; exclude [[tag=x]]; include [*]}");
  }

  @Test
  void oldWrappersHoldStatements() {
    check(
        "specification { element person }\nmodel { u = person \"U\" }",
        "specification {element=[person]}; model {element u:person 'U'}");
    check("architecture \"X\" { system A }", "architecture 'X' {element A:system}");
  }

  @Test
  void noWordIsReserved() {
    check("node = system \"x\"", "element node:system 'x'");
    check(
        "status = system \"x\"\nslo = container \"y\"",
        "element status:system 'x'; element slo:container 'y'");
    check("view -> import \"x\"", "view->import 'x'");
    check("step -> extend", "step->extend");
    check("model = system\nviews = system", "element model:system; element views:system");
  }

  @Test
  void whatIsOptionalEndsWithItsLine() {
    check("A -> B\nC = system \"C\"", "A->B; element C:system 'C'");
    check("A -> B\nview index {\n include *\n}", "A->B; view index {include [*]}");
    check("A = system\nB = system", "element A:system; element B:system");
    check("A = system web", "element A:system/web");
    check("A = system\n\"not a title\"", "element A:system; 'not a title' ![S006]");
  }

  @Test
  void statementsMayShareALine() {
    check(
        "S = system { scale { min 1 max 3 metric \"cpu > 70%\" } }",
        "element S:system {scale=[] {min=[1]; max=[3]; metric=['cpu > 70%']}}");
    check(
        "x = slo { availability { target \"99.9%\" window \"30 days\" } }",
        "element x:slo {availability=[] {target=['99.9%']; window=['30 days']}}");
    check("position { p { x: 1, y: 2; z: -3.5 } }", "position=[] {p=[] {x=[1]; y=[2]; z=[-3.5]}}");
  }

  @Test
  void aValueIsWrittenInManyWays() {
    check(
        "p { a \"v\" b='v' c: v d = 30d e 99.9% f > 1% g <= 500ms }",
        "p=[] {a=['v']; b=['v']; c=[v]; d=[<30d>]; e=[<99.9%>]; f=[<> 1%>]; g=[<<= 500ms>]}");
    check(
        "p { on true off false n -2 t [a, \"b\", 3] v v2.3.1 i db.r5.large }",
        "p=[] {on=[true]; off=[false]; n=[-2]; t=[[a, 'b', 3]]; v=[v2.3.1]; i=[db.r5.large]}");
    check("p { region=\"eu-west-1\" }", "p=[] {region=['eu-west-1']}");
    check("p {\n tags \"a\", \"b\"\n external\n}", "p=[] {tags=['a', 'b']; external=[]}");
    check(
        "p { cost $500/month size 4GB wait 1h30m }",
        "p=[] {cost=[<$500/month>]; size=[<4GB>]; wait=[<1h30m>]}");
    check("p { \"k\": \"v\" \"404\" \"gone\" }", "p=[] {k=['v']; 404=['gone']}");
    check("constraints { \"one\"\n \"two\" }", "constraints=[] {'one'; 'two'}");
  }

  @Test
  void stringsKeepWhatTheyDoNotUnderstand() {
    check("t \"a\\\"b\\\\c\\nd\"", "t=['a\"b\\c\nd']");
    check("t \"C:\\path\"", "t=['C:\\path']");
    check("t \"\"\"two\nlines \"quoted\" \"\"\"", "t=['two\nlines \"quoted\" ']");
    check("t \"spans\nlines\" \nu 'single'", "t=['spans\nlines']; u=['single']");
  }

  @Test
  void relationsHaveManyArrows() {
    check("A->B", "A->B");
    check("A --> B \"x\"\nA <- B\nA <-> B\nA => B\nA → B", "A-->B 'x'; A<-B; A<->B; A=>B; A→B");
    check("A -[reads]-> B \"x\"", "A->B reads 'x'");
    check(
        "A -> B uses \"x\" \"HTTP\" [t1, \"t2\"] { latency \"2s\" }",
        "A->B uses 'x' 'HTTP' +tags=[[t1, 't2']] {latency=['2s']}");
    check(
        "A.b -> C.d.e \"x\" technology \"gRPC\" #async",
        "A.b->C.d.e 'x' +technology=['gRPC'] +tags=[<async>]");
    check("A -> B -> C", "A->B; B->C");
    check("S = system { -> B \"x\" }", "element S:system {->B 'x'}");
    check(
        "F = flow \"F\" { step A -> B \"x\" order 2 }",
        "element F:flow 'F' {step A->B 'x' +order=[2]}");
    check(
        "state_machine \"n\" { \"A\" -> \"B\" on \"evt\" { guard \"g\" } }",
        "element -:state_machine 'n' {A->B +on=['evt'] {guard=['g']}}");
  }

  @Test
  void deploymentsInEveryDialect() {
    check(
        "deployment P \"Prod\" { node A \"AWS\" \"eu\" { containerInstance S.API { replicas 3 } }"
            + " }",
        "place P:deployment 'Prod' {place A:node 'AWS' 'eu' {instance -:containerInstance@S.API"
            + " {replicas=[3]}}}");
    check(
        "p = deployment \"P\" { n = node \"N\" { i = containerInstance S.API } }",
        "place p:deployment 'P' {place n:node 'N' {instance i:containerInstance@S.API}}");
    check(
        "deployment \"Production\" { node \"App Server\" { status \"active\" traffic 50 } }",
        "place -:deployment 'Production' {place -:node 'App Server' {status=['active'];"
            + " traffic=[50]}}");
    check(
        "deployment Dev { node A { infrastructure LB \"lb\" containerInstance Web } }",
        "place Dev:deployment {place A:node {place LB:infrastructure 'lb'; instance"
            + " -:containerInstance@Web}}");
    check(
        "deployment D { node N { containerInstance API { role primary instance \"db\" node_type"
            + " \"x\" } } }",
        "place D:deployment {place N:node {instance -:containerInstance@API {role=[primary];"
            + " instance=['db']; node_type=['x']}}}");
  }

  @Test
  void viewsSelect() {
    check(
        "view index \"All\" of Shop {\n"
            + " include *, Shop.API Shop.db.**\n"
            + " exclude \"x\" [tag = y]\n"
            + " autolayout lr\n"
            + "}",
        "view index of Shop 'All' {include [*, Shop.API, Shop.db.**]; exclude [x, [tag = y]];"
            + " autolayout=[lr]}");
    check(
        "view a extends b { include A exclude B title \"T\" }",
        "view a extends b {include [A]; exclude [B]; title=['T']}");
    check("v = view \"V\" of S { include -> S -> }", "view v of S 'V' {include [->, S, ->]}");
    check("view x { /* nothing */ }", "view x {}");
  }

  @Test
  void importsExtensionsKindsAndTags() {
    check(
        "import { *, a } from 'sruja.ai/stdlib'\nimport \"old.sruja\"",
        "import [*, a] 'sruja.ai/stdlib'; import [] 'old.sruja'");
    check("extend Shop.API { technology \"Go\" }", "extend Shop.API {technology=['Go']}");
    check(
        "bus = kind \"Bus\"\nbus Events\next = tag \"E\"",
        "element bus:kind 'Bus'; element Events:bus; element ext:tag 'E'");
    check(
        "S = system \"S\" #core @old { #inner }",
        "element S:system 'S' +tags=[<core>] +tags=[<old>] {tags [inner]}");
  }

  @Test
  void commentsNestAndStandAnywhere() {
    check(
        "A /* x /* y */ z\n */ = /**/ system // end\n\"no title\" // x",
        "element A:system; 'no title' ![S006]");
    check("/* not nested /* */ A = system", "element A:system");
    check("S = system \"S\" // c {\n{ // d }\n}", "element S:system 'S' {}");
  }

  @Test
  void theTextMayComeFromAnywhere() {
    check(
        "\uFEFFA = system \"A\"\r\nB\u00A0=\tsystem\r\n", "element A:system 'A'; element B:system");
    check("Größe = system \"ü\"\nСклад -> Größe", "element Größe:system 'ü'; Склад->Größe");
    check(
        "user-service = system\nuser-service->a-b",
        "element user-service:system; user-service->a-b");
    check("", "");
    check("  \n// only a comment", "");
  }

  @Test
  void anUnknownKindIsStillAnElement() {
    check("y = wibble \"Y\"", "element y:wibble 'Y'");
    check("convention N1 { rule \"x\" }", "element N1:convention {rule=['x']}");
    check(
        "D = database { data User { id string } }",
        "element D:database {element User:data {id=[string]}}");
  }
}
