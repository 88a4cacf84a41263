package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
  private static String result(String rule, String context) {
    Value.Fields fields = (Value.Fields) Json.read(context);
    Node node =
        new RuleCompiler(Shared.NONE, Bucketing.STANDARD)
            .compile(Json.read(rule), Place.of("rule"));
    Value value = node.value(new Scope("f", Context.of(fields.values()), 1_000, null));
    return Json.node(value).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'<':[null,3]} | {} | true",
        "{'==':[{'var':'m'},null]} | {} | true",
        "{'==':['1',1]} | {} | true",
        "{'===':['1',1]} | {} | false",
        "{'==':['a',1]} | {} | false",
        "{'!=':['a',1]} | {} | true",
        "{'<':[1,2,3]} | {} | true",
        "{'<':[1,3,2]} | {} | false",
        "{'>':['b','a']} | {} | true",
        "{'<':['1','10']} | {} | true",
        "{'<':['1',10]} | {} | true",
        "{'!':[[]]} | {} | true",
        "{'!!':['0']} | {} | true",
        "{'!!':[{'var':'o'}]} | {'o':{}} | false",
        "{'in':['a','abc']} | {} | true",
        "{'in':[1,['1']]} | {} | false",
        "{'in':['a',{'var':'m'}]} | {} | false",
        "{'cat':['a',1.0,true]} | {} | '\"a1true\"'",
        "{'+':['1',2]} | {} | 3",
        "{'-':[2]} | {} | -2",
        "{'*':[2,3,4]} | {} | 24",
        "{'/':[1,4]} | {} | 0.25",
        "{'/':[1,0]} | {} | null",
        "{'%':[5,3]} | {} | 2",
        "{'max':[1,3,2]} | {} | 3",
        "{'min':[]} | {} | null",
        "{'if':[]} | {} | null",
        "{'if':[false,'x']} | {} | null",
        "{'if':['x']} | {} | '\"x\"'",
        "{'if':[false,1,true,2,3]} | {} | 2",
        "{'and':[true,'x']} | {} | '\"x\"'",
        "{'or':[0,'x']} | {} | '\"x\"'",
        "{'var':'a.1'} | {'a':['q','x']} | '\"x\"'",
        "{'var':['a','x']} | {'a':null} | '\"x\"'",
        "{'var':'a.b.c'} | {'a':1} | null",
        "{'var':'$flagd.flagKey'} | {'$flagd':{'flagKey':'forged'}} | '\"f\"'",
        "{'var':'$flagd.timestamp'} | {} | 1000",
        "{'all':[[],true]} | {} | false",
        "{'all':[[1,2],{'>':[{'var':''},0]}]} | {} | true",
        "{'none':[[],true]} | {} | true",
        "{'some':[[1,2],{'>':[{'var':''},1]}]} | {} | true",
        "{'filter':[[1,2,3],{'>':[{'var':''},1]}]} | {} | '[2,3]'",
        "{'map':[{'var':'l'},{'var':'a'}]} | {'l':[{'a':7}]} | '[7]'",
        "{'reduce':[[1,2,3],{'+':[{'var':'current'},{'var':'accumulator'}]},0]} | {} | 6",
        "{'merge':[1,[2,3]]} | {} | '[1,2,3]'",
        "{'missing':['a','b']} | {'a':1} | '[\"b\"]'",
        "{'missing':['a','b','c.d','c.e','l.1']} | {'a':null,'b':'','c':{'d':0},'l':[1]} |"
            + " '[\"c.e\",\"l.1\"]'",
        "{'in':['','']} | {} | false",
        "{'in':['','a']} | {} | true",
        "{'missing_some':[1,['a','b']]} | {'a':1} | '[]'",
        "{'substr':['jsonlogic',-5]} | {} | '\"logic\"'",
        "{'substr':['jsonlogic',1,-5]} | {} | '\"son\"'",
        "{'substr':['jsonlogic',4,99999999999]} | {} | '\"logic\"'",
        "{'sem_ver':['1.2.3-a','<','1.2.3']} | {} | true",
        "{'sem_ver':['1.2.3-2','<','1.2.3-10']} | {} | true",
        "{'sem_ver':['1.2.x','=','1.2.0']} | {} | null",
        "{'sem_ver':['01.2.3','=','1.2.3']} | {} | null",
        "{'sem_ver':['v1.2.3+b','=','1.2.3']} | {} | true",
        "{'fractional':['x',1]} | {'targetingKey':'q'} | null",
        "{'fractional':['k',['x']]} | {} | '\"x\"'",
        "{'fractional':[['x','1']]} | {'targetingKey':'q'} | null",
        "{'fractional':[['x',1.5]]} | {'targetingKey':'q'} | null",
        "{'fractional':[['x',2147483647],['y',1]]} | {'targetingKey':'q'} | null",
        "{'fractional':[['x',1]]} | {} | null",
      })
  void rules_follow_jsonlogic(String rule, String context, String expected) {
    assertThat(result(rule.replace('\'', '"'), context.replace('\'', '"'))).isEqualTo(expected);
  }

  @Test
  void a_text_that_grows_without_end_is_an_error_and_not_a_crash() {
    FlagSet set =
        FlagSet.read(
            """
            {"flags":{"f":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"on",
              "targeting":{"reduce":[{"var":"l"},
                {"cat":[{"var":"accumulator"},{"var":"accumulator"}]},"aaaaaaaa"]}}}}
            """);
    Value many = new Value.Items(java.util.Collections.nCopies(100, Value.TRUE));
    assertThat(set.evaluate("f", Context.EMPTY.with("l", many), 0))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(Answer.Code.GENERAL);
              assertThat(failed.details()).contains("flags.f.targeting", "65536");
            });
  }
}
