// Writes rows with the official Zerobus client into 'sqs-ingestor serve', and counts them by SQL.
// Exit code 3, with the reason as the last line, where the client or a tool is missing.
//
//   node tests/official-sdk/run.mjs [SQS_INGESTOR]
//
// SQS_INGESTOR is the program; by default that of the last build. OFFICIAL_SDK names a folder with the client in node_modules;
// without it, npm installs the client into a temporary folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const packageName = '@databricks/zerobus-ingest-sdk-linux-x64-gnu';

function skip(reason) {
  console.log(reason);
  process.exit(3);
}

/** Installs the client; returns the folder whose node_modules has it. */
function install(target) {
  const npm = spawnSync(
    'npm', ['install', '--prefix', target, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${packageName}@1.3.0`],
    { encoding: 'utf8' });
  if (npm.error) skip('npm is missing');
  if (npm.status !== 0) skip(`npm cannot install ${packageName}: ${npm.stderr.trim().split('\n')[0]}`);
  return target;
}

if (process.platform !== 'linux' || process.arch !== 'x64') skip('the official client is there for Linux x64 only');
const built = join(folder, '../../artifacts/bin/SqsIngestor.Cli/debug/sqs-ingestor');
const program = resolve(process.argv[2] ?? built);
if (!existsSync(program)) {
  console.error(`${program} does not exist. Run dotnet build first.`);
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), 'official-sdk-'));
try {
  const client = process.env.OFFICIAL_SDK || install(temporary);
  const tests = spawnSync(process.execPath, ['--test', '--test-reporter=spec', join(folder, 'rows.test.mjs')], {
    stdio: 'inherit',
    env: { ...process.env, OFFICIAL_SDK: resolve(client), OFFICIAL_SDK_FILES: temporary, SQS_INGESTOR_PROGRAM: program },
  });
  process.exitCode = tests.status ?? 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
