// node rules.mjs SEED COUNT: prints COUNT flags with random rules and contexts, and what flagd's own evaluator for JavaScript makes of each:
// one JSON document in the form of the outside cases, {"definition": {…}, "cases": [{"flagKey", "context", "expect"}]}.
import { FlagdCore } from '@openfeature/flagd-core';

const quiet = { error() {}, warn() {}, info() {}, debug() {} };
let state = Number(process.argv[2] ?? 1) >>> 0;
const count = Number(process.argv[3] ?? 500);

/** Mulberry32: the same seed, the same rules. */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const one = (...all) => all[below(all.length)];
const some = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make);

const versions = ['1.0.0', '1.2.3', 'v1.2.3', 'V2.0.0', '1.2', '1', '2.0.0-rc.1', '2.0.0-rc.2', '1.2.3+build.5', '2.0.0', '1.10.0', '1.9.0', '01.2.3',
  '1.2.3.4', '1.2.x', '', ' 1.2.3', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-1', '1.0.0-01', '1.0.0-', 'latest', '1.2.3-rc+b', '1..0'];
const words = ['', 'a', 'abc', 'abcabc', 'user@faas.com', 'ABC', '10', '1', '0', '1.5', 'true', 'on', 'off', ' 7 ', '-3', '1e3'];

function context() {
  const all = {
    targetingKey: one('user-1', 'user-2', 'jon@company.com', '', 'x'.repeat(below(20)), 'A1'),
    n: below(20) - 5, f: one(0.5, 1.25, -0.1, 3.0, 1e21, 1e-7, 100.25), z: 0, s: one(...words), w: one(...words), e: '', t: true, no: false, nil: null,
    l: some(2, 4, () => below(6)), ls: some(1, 3, () => one(...words)), v: one(...versions), vn: one(1, 2, 1.2, 10),
    o: { a: below(3), b: { c: one(...words), d: [1, 2, { e: 'deep' }] } }, lo: some(0, 3, () => ({ p: below(5), q: one(...words) })),
  };
  // What is not there counts as 0 for some engines and equals nothing for others: only who asks for that meets it.
  for (const name of ['targetingKey', 'nil', 't', 'lo']) if (random() < 0.2) delete all[name];
  return all;
}

const paths = { number: ['n', 'f', 'z', 'o.a', 'vn', 'l.0', 'l.1'], text: ['s', 'w', 'e', 'o.b.c', 'v', 'ls.0', '$flagd.flagKey'],
  list: ['l', 'ls', 'lo'], any: ['n', 's', 't', 'no', 'nil', 'z', 'e', 'missing', 'o.missing', 'l', 'o.b.d.2.e', 'o.b.d.1', 'l.9'] };

const variable = (kind) => (random() < 0.8 ? { var: one(...paths[kind]) } : random() < 0.5 ? { var: [one(...paths[kind])] } : { var: [one(...paths[kind], 'missing'), literal(kind)] });

function literal(kind) {
  switch (kind) {
    case 'number': return one(0, 1, 2, 3, -1, 0.5, 10, 100, 7.25);
    case 'text': return one(...words);
    case 'list': return some(0, 3, () => one(1, 2, 3, 'a', 'abc'));
    case 'boolean': return one(true, false);
    default: return one(0, 1, '', 'a', '1', true, false, null, 'abc', 2.5);
  }
}

function rule(kind, depth) {
  if (depth <= 0) return random() < 0.5 || kind === 'boolean' ? literal(kind) : variable(kind === 'boolean' ? 'any' : kind);
  const deeper = (what) => rule(what, depth - 1);
  const choice = () => ({ if: [deeper('boolean'), deeper(kind), ...(random() < 0.3 ? [deeper('boolean'), deeper(kind)] : []), deeper(kind)] });
  if (random() < 0.12) return choice();
  switch (kind) {
    case 'number':
      return one(
        () => ({ [one('+', '*', 'min', 'max')]: some(2, 3, () => deeper('number')) }), () => ({ [one('-', '/', '%')]: [deeper('number'), deeper('number')] }),
        () => ({ '-': [deeper('number')] }), () => ({ '+': [deeper('text')] }), () => variable('number'), () => literal('number'),
        () => ({ reduce: [deeper('list'), { '+': [{ var: 'current' }, { var: 'accumulator' }] }, literal('number')] }))();
    case 'text':
      return one(
        () => ({ cat: some(2, 3, () => deeper(one('text', 'number'))) }), () => variable('text'), () => literal('text'),
        () => ({ substr: [deeper('text'), one(0, 1, 2, -1, -2, -9), ...(random() < 0.5 ? [one(0, 1, 2, -1, -2)] : [])] }))();
    case 'list':
      return one(
        () => variable('list'), () => literal('list'), () => ({ merge: some(1, 3, () => one(() => deeper('list'), () => literal('number'))()) }),
        () => ({ map: [variable('list'), { '+': [{ var: '' }, 1] }] }), () => ({ filter: [deeper('list'), { '>': [{ var: '' }, literal('number')] }] }),
        () => ({ missing: some(1, 3, () => one(...paths.any)) }), () => ({ missing_some: [one(1, 2), some(1, 3, () => one(...paths.any))] }),
        () => ({ map: [{ var: 'lo' }, { var: one('p', 'q', 'missing') }] }))();
    case 'boolean':
      return one(
        () => { const same = one('number', 'text'); return { [one('==', '!=', '===', '!==')]: [deeper(same), deeper(same)] }; },
        () => ({ [one('===', '!==')]: [variable('any'), literal('any')] }),
        () => { const same = one('number', 'text'); return { [one('<', '<=', '>', '>=')]: [deeper(same), deeper(same)] }; },
        () => ({ [one('<', '<=')]: [deeper('number'), deeper('number'), deeper('number')] }), () => ({ [one('!', '!!')]: [deeper(one('any', 'list', 'text', 'number'))] }),
        () => ({ [one('and', 'or')]: some(1, 3, () => deeper('boolean')) }), () => ({ in: [deeper(one('text', 'number')), deeper('list')] }), () => ({ in: [deeper('text'), deeper('text')] }),
        // Of a list that is not there at all every element passes for it; here none does, as of an empty one.
        () => ({ [one('all', 'some', 'none')]: [one(literal('list'), { filter: [deeper('list'), true] }), { [one('>', '<', '==')]: [{ var: '' }, literal('number')] }] }),
        () => ({ [one('starts_with', 'ends_with')]: [deeper(one('text', 'text', 'number')), deeper('text')] }),
        () => ({ sem_ver: [one(() => ({ var: 'v' }), () => one(...versions), () => ({ var: 'vn' }))(), one('=', '!=', '<', '<=', '>', '>=', '~', '^', '==', 'x'), one(...versions)] }))();
    default:
      return deeper(one('number', 'text', 'boolean', 'list'));
  }
}

function fractional(depth) {
  const weight = () => one(1, 10, 25, 50, 0, -5, 2.5, 100, 2147483647, '5', { var: 'n' });
  const entries = some(1, 4, () => one(() => [one('a', 'b', 'c', true, 1)], () => [one('a', 'b', 'c', 'd', false, 2), weight()], () => [rule('text', 1), weight()], () => [fractional(0), 5])());
  const key = one(null, null, { var: 'targetingKey' }, { cat: [{ var: '$flagd.flagKey' }, { var: 's' }] }, 'fixed', '', { var: 'n' }, { var: 'missing' }, { var: 'e' });
  return depth > 0 && random() < 0.3 ? { if: [rule('boolean', 1), { fractional: entries }, null] } : { fractional: key === null ? entries : [key, ...entries] };
}

const variants = { a: 'A', b: 'B', c: 'C', true: 'T', false: 'F', 1: 'one', 2: 'two' };

const flags = {};
const cases = [];
for (let i = 0; i < count; i++) {
  const key = `f${i}`;
  const targeting = one(
    () => ({ if: [rule('boolean', 1 + below(3)), 'a', rule('boolean', 1 + below(2)), one('b', true, 1, false, null, 'nowhere'), one('c', null)] }),
    () => ({ if: [rule('boolean', 1 + below(3)), 'a', 'b'] }), () => fractional(1), () => fractional(1), () => ({ and: [true, rule(one('text', 'boolean', 'number', 'list'), 3)] }),
    () => ({ if: [{ '==': [{ cat: [rule(one('number', 'text'), 1 + below(3)), ''] }, rule('text', 1)] }, 'a', rule('any', 2)] }))();
  flags[key] = { state: random() < 0.03 ? 'DISABLED' : 'ENABLED', variants, ...one({ defaultVariant: 'c' }, { defaultVariant: 'c' }, { defaultVariant: null }, {}), targeting };
  for (const given of some(2, 4, context)) cases.push({ flagKey: key, context: given });
}
const definition = { flags };
const core = new FlagdCore(undefined, quiet);
core.setConfigurations(JSON.stringify(definition));
for (const each of cases) {
  const flag = core.getFlag(each.flagKey);
  if (flag.state === 'DISABLED') {
    each.expect = { reason: 'DISABLED' };
    continue;
  }
  const got = flag.evaluate(each.context, quiet);
  // What a rule gave that is no variant is told in the message alone.
  const gave = /^Variant '(.*)' not found in flag/s.exec(got.errorMessage ?? '');
  // Its engine throws where a calculation makes no sense, and on some rules without a variable in them.
  each.threw = got.reason === 'ERROR' && gave === null;
  each.expect = { reason: got.reason, variant: got.variant, value: got.value, errorCode: got.errorCode, gave: gave?.[1] };
}
console.log(JSON.stringify({ definition, cases }));
