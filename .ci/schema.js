// Checks a JSON Schema with ajv, for .ci/schema: node .ci/schema.js FOLDER SCHEMA. FOLDER has node_modules with ajv, and cases.jsonl:
// in each line a mapping, and whether it fits.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const [folder, file] = process.argv.slice(2);
const { default: Ajv } = createRequire(path.join(path.resolve(folder), 'cases.jsonl'))('ajv/dist/2020');

const complaints = [];
const complain = (...words) => complaints.push(words.join(' '));
const ajv = new Ajv({ strict: true, allErrors: true, logger: { log: complain, warn: complain, error: complain } });
let fits;
try {
  fits = ajv.compile(JSON.parse(fs.readFileSync(file, 'utf8')));
} catch (error) {
  complaints.push(error.message);
}

const counts = { true: 0, false: 0 };
if (fits) {
  for (const line of fs.readFileSync(path.join(folder, 'cases.jsonl'), 'utf8').split('\n').filter(Boolean)) {
    const wanted = JSON.parse(line);
    counts[wanted.fits]++;
    if (fits(wanted.mapping) === wanted.fits) continue;
    const problems = (fits.errors ?? []).map((error) => `  ${error.instancePath}: ${error.message}`).slice(-10).join('\n');
    complaints.push(`${wanted.fits ? 'must fit' : 'must not fit'}: ${JSON.stringify(wanted.mapping)}\n${problems}`);
  }
}
if (counts.true === 0 || counts.false === 0) complaints.push('the cases are missing');

complaints.slice(0, 20).forEach((complaint) => console.error(complaint));
console.log(`${counts.true} mappings that fit, ${counts.false} that do not, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
