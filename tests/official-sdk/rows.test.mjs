// What the official client writes is in the table: every kind of record, over cut connections, a restart, and TLS.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Gate, LocalServer, table } from './local-server.mjs';

const official = createRequire(join(process.env.OFFICIAL_SDK, 'package.json'))('@databricks/zerobus-ingest-sdk-linux-x64-gnu');
const { Json, Proto } = official.RecordType;

// Protobuf, as far as the table needs it: fields of bytes or text, and of small numbers.
const bytes = (field, value) => Buffer.concat([Buffer.from([field << 3 | 2, Buffer.byteLength(value)]), Buffer.from(value)]);
const number = (field, value) => Buffer.from([field << 3, value]);
// FieldDescriptorProto: name 1, number 3, label 4 (1 optional, 2 required), type 5 (3 int64, 9 string).
const column = (name, position, label, type) =>
  bytes(2, Buffer.concat([bytes(1, name), number(3, position), number(4, label), number(5, type)]));
const descriptorProto = Buffer.concat([
  bytes(1, 'Rows'), column('id', 1, 2, 9), column('kind', 2, 1, 9), column('number', 3, 1, 3),
]).toString('base64');

const kinds = {
  'json text': { recordType: Json, encode: row => JSON.stringify(row) },
  'json object': { recordType: Json, encode: row => row },
  proto: { recordType: Proto, encode: row => Buffer.concat([bytes(1, row.id), bytes(2, row.kind), number(3, row.number)]) },
};
const rows = (kind, count, from = 0) => Array.from(
  { length: count }, (_, i) => kinds[kind].encode({ id: `${kind} ${from + i}`, kind, number: i % 100 }));

function open(place, kind, options = {}) {
  const sdk = new official.ZerobusSdk(place.zerobusEndpoint, place.workspaceUrl);
  const { recordType } = kinds[kind];
  return sdk.createStream(
    { tableName: options.tableName ?? table, descriptorProto: recordType === Proto ? descriptorProto : undefined },
    place.clientId ?? 'behind the gate', options.secret ?? place.clientSecret ?? 'behind the gate',
    { recordType, recoveryRetries: 10_000, recoveryBackoffMs: 20, ...options.stream });
}

/** Writes, and waits for the promises of the offsets only. */
async function write(stream, records) {
  for (const record of records) await stream.ingestRecordOffset(record);
}

describe('one server', () => {
  let server;
  before(async () => void (server = await LocalServer.start('one')));
  after(() => server.stop());

  for (const kind of Object.keys(kinds)) {
    it(`lands ${kind}, one by one and in batches`, async () => {
      const stream = await open(server.ready, kind);
      assert.equal(await stream.ingestRecordOffset(rows(kind, 1)[0]), 0n);
      await write(stream, rows(kind, 99, 1));
      assert.equal(await stream.ingestRecordsOffset(rows(kind, 100, 100)), 100n);
      assert.equal(await stream.ingestRecordsOffset([]), null);
      await stream.waitForOffset(100n);
      await stream.ingestRecordsOffset(rows(kind, 50, 200));
      await stream.flush();
      await stream.close();
      assert.deepEqual((await server.count())[kind], [250, 250]);
    });
  }

  it('knows itself by the name localhost too', async () => {
    const { zerobusEndpoint, ...ready } = server.ready;
    const stream = await open({ ...ready, zerobusEndpoint: zerobusEndpoint.replace('127.0.0.1', 'localhost') }, 'proto');
    await stream.close();
  });

  it('refuses another secret, an unknown table and a descriptor that does not match', async () => {
    const once = { recoveryRetries: 0 };
    await assert.rejects(open(server.ready, 'proto', { secret: 'another', stream: once }), /invalid_client/);
    await assert.rejects(open(server.ready, 'proto', { tableName: 'main.sdk.unknown', stream: once }), /main\.sdk\.unknown/);
    const sdk = new official.ZerobusSdk(server.ready.zerobusEndpoint, server.ready.workspaceUrl);
    const descriptor = Buffer.concat([bytes(1, 'Rows'), column('other', 1, 1, 9)]).toString('base64');
    await assert.rejects(
      sdk.createStream(
        { tableName: table, descriptorProto: descriptor }, server.ready.clientId, server.ready.clientSecret,
        { recordType: Proto, ...once }),
      /other/);
  });

  it('refuses a record without a column that is NOT NULL, and keeps those before it', async () => {
    const before = (await server.count())['json object'][0];
    const stream = await open(server.ready, 'json object');
    await write(stream, rows('json object', 5, 1000));
    await stream.flush();
    await stream.ingestRecordOffset({ kind: 'json object' });
    await assert.rejects(stream.flush(), /id/);
    assert.equal((await server.count())['json object'][0], before + 5);
    assert.deepEqual((await stream.getUnackedRecords()).map(String), ['{"kind":"json object"}']);
  });
});

describe('a server behind a gate', () => {
  let server, gate;
  const database = join(process.env.OFFICIAL_SDK_FILES, 'rows.duckdb');
  before(async () => {
    server = await LocalServer.start('gate', '--database', database);
    gate = await Gate.start(server);
  });
  after(async () => {
    gate.stop();
    await server.stop();
  });

  it('gets every row over cut connections', async () => {
    const stream = await open(gate, 'proto');
    const connections = gate.connections;
    for (let i = 0; i < 10; i++) {
      await write(stream, rows('proto', 500, i * 500));
      gate.cut();
      await stream.ingestRecordsOffset(rows('proto', 100, 5_000 + i * 100));
      await stream.flush();
    }
    await stream.close();
    assert.ok(gate.connections - connections >= 10);
    const [written, ids] = (await server.count()).proto;
    assert.equal(ids, 6_000);
    assert.ok(written >= ids, `${written} rows`);
  });

  it('gets every row over a restart', async () => {
    const stream = await open(gate, 'json text');
    await write(stream, rows('json text', 100));
    gate.server = null;
    gate.cut();
    await server.stop();
    await write(stream, rows('json text', 100, 100));
    server = await LocalServer.start('gate', '--database', database);
    gate.server = server;
    await write(stream, rows('json text', 100, 200));
    await stream.flush();
    await stream.close();
    const [written, ids] = (await server.count())['json text'];
    assert.equal(ids, 300);
    assert.ok(written >= ids, `${written} rows`);
  });
});

describe('a server with TLS', () => {
  let server;
  before(async () => void (server = await LocalServer.start('tls', '--tls')));
  after(() => server.stop());

  it('lands rows if its authority is trusted', async () => {
    await assert.rejects(open(server.ready, 'proto', { stream: { recoveryRetries: 0 } }), /Token fetch failed/);
    process.env.SSL_CERT_FILE = server.ready.caFile;
    const stream = await open(server.ready, 'proto');
    await stream.ingestRecordsOffset(rows('proto', 100));
    await stream.close();
    assert.deepEqual(await server.count(), { proto: [100, 100] });
  });
});
