// Writes with the official Zerobus client, like SqsIngestor.LoadClient. Arguments: the endpoint, then the most unacked requests.
// For each line "REQUESTS RECORDS WINDOW" of standard input, writes that many requests and answers "SECONDS PROCESSOR-SECONDS".
// The client promises an offset for each request. It is fastest if only the last promise of a window is awaited.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const [endpoint, inFlight] = process.argv.slice(2);
const official = createRequire(join(process.env.OFFICIAL_SDK, 'package.json'))('@databricks/zerobus-ingest-sdk-linux-x64-gnu');
const record = Buffer.alloc(500);
const table = 'main.bench.sink';
// DescriptorProto { name: "Sink" }
const descriptor = Buffer.from('\x0a\x04Sink', 'latin1').toString('base64');

async function main() {
  const sdk = new official.ZerobusSdk(endpoint, 'https://127.0.0.1');
  const stream = await sdk.createStream(
    { tableName: table, descriptorProto: descriptor }, '', '',
    { recordType: official.RecordType.Proto, maxInflightRequests: Number(inFlight) },
    { getHeadersCallback: () => [['authorization', 'Bearer benchmark'], ['x-databricks-zerobus-table-name', table]] });
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const [requests, records, window] = line.split(' ').map(Number);
    const batch = Array(records).fill(record);
    const write = records === 1 ? () => stream.ingestRecordOffset(record) : () => stream.ingestRecordsOffset(batch);
    const begun = process.hrtime.bigint();
    const used = process.cpuUsage();
    for (let i = 0; i < requests;) {
      let last;
      for (const end = Math.min(i + window, requests); i < end; i++) last = write();
      await last;
    }
    await stream.flush();
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    const { user, system } = process.cpuUsage(used);
    console.log(`${seconds.toFixed(6)} ${((user + system) / 1e6).toFixed(6)}`);
  }
  await stream.close();
}

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
