// node server.mjs CASES SETS: asks every case of the file through @openfeature/server-sdk and its OFREP provider.
// SETS is JSON: the name of a flag set to the address of a server of it. Prints one JSON document.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { seen, validatingFetch } from './validate.mjs';

const cases = JSON.parse(readFileSync(process.argv[2], 'utf8')).cases;
const sets = JSON.parse(process.argv[3]);
const quiet = { error() {}, warn() {}, info() {}, debug() {} };
OpenFeature.setLogger(quiet);
for (const [name, baseUrl] of Object.entries(sets)) {
  await OpenFeature.setProviderAndWait(name, new OFREPProvider({ baseUrl, fetchImplementation: validatingFetch }));
}

const ask = {
  boolean: (client, each) => client.getBooleanDetails(each.flagKey, each.codeDefault, each.context),
  string: (client, each) => client.getStringDetails(each.flagKey, each.codeDefault, each.context),
  integer: (client, each) => client.getNumberDetails(each.flagKey, each.codeDefault, each.context),
  float: (client, each) => client.getNumberDetails(each.flagKey, each.codeDefault, each.context),
  object: (client, each) => client.getObjectDetails(each.flagKey, each.codeDefault, each.context),
};

let agree = 0;
const differ = [];
for (const each of cases) {
  const details = await ask[each.type](OpenFeature.getClient(each.flagSet), each);
  const want = each.expect;
  const same =
    (!('value' in want) || isDeepStrictEqual(details.value, want.value)) &&
    (!want.reason || details.reason === want.reason) &&
    (!want.errorCode || details.errorCode === want.errorCode) &&
    (!each.ofrep?.variant || want.errorCode || details.variant === each.ofrep.variant);
  if (same) {
    agree++;
  } else {
    // An answer without a value is a success since OFREP 0.2; this provider takes it for an error.
    differ.push({ id: each.id, noValue: each.ofrep?.omit?.includes('value') ?? false, got: details, want });
  }
}
console.log(JSON.stringify({ cases: cases.length, agree, differ, answers: seen.answers, problems: seen.problems }));
process.exit(0);
