// A fetch that holds every answer of an OFREP server against the protocol.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(JSON.parse(readFileSync(new URL('./ofrep.schema.json', import.meta.url), 'utf8')), 'ofrep');

export const seen = { answers: 0, problems: [] };

function expected(path, status) {
  const bulk = path.endsWith('/evaluate/flags');
  if (status === 200) return bulk ? 'bulk' : 'success';
  if (status === 404) return 'unknown';
  if (status === 400) return bulk ? 'error' : 'failure';
  return 'error';
}

export async function validatingFetch(input, init) {
  const response = await fetch(input, init);
  const path = new URL(typeof input === 'string' ? input : input.url).pathname;
  if (path.includes('/ofrep/v1/evaluate/') && response.status !== 304) {
    seen.answers++;
    const name = expected(path, response.status);
    const text = await response.clone().text();
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      seen.problems.push(`${path} ${response.status}: no JSON: ${text.slice(0, 200)}`);
      return response;
    }
    const check = ajv.getSchema(`ofrep#/$defs/${name}`);
    if (!check(body)) {
      seen.problems.push(`${path} ${response.status}: ${ajv.errorsText(check.errors)} in ${text.slice(0, 300)}`);
    }
    if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) {
      seen.problems.push(`${path} ${response.status}: content-type ${response.headers.get('content-type')}`);
    }
  }
  return response;
}
