// 'sqs-ingestor serve' with one table, and a gate before it, whose addresses stay the same while the server restarts.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = process.env.SQS_INGESTOR_PROGRAM;
const files = process.env.OFFICIAL_SDK_FILES;

export const table = 'main.sdk.rows';

/** A running server: `ready` is its ready file. */
export class LocalServer {
  #process;

  static async start(name, ...options) {
    const sql = join(files, 'rows.sql');
    writeFileSync(sql, `CREATE TABLE ${table} (id STRING NOT NULL, kind STRING, number BIGINT);\n`);
    const server = new LocalServer();
    server.readyFile = join(files, `${name}.json`);
    rmSync(server.readyFile, { force: true });
    server.#process = spawn(
      program, ['serve', '--no-function', '--sql', sql, '--ready-file', server.readyFile, ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    await server.#saysReady();
    server.ready = JSON.parse(readFileSync(server.readyFile, 'utf8'));
    return server;
  }

  /** Rows and different ids of each kind, as `{ kind: [rows, ids] }`. */
  async count() {
    const sql = `SELECT kind, COUNT(*) AS n, COUNT(DISTINCT id) AS ids FROM ${table} GROUP BY kind ORDER BY kind`;
    const { stdout } = await promisify(execFile)(
      program, ['query', sql, '--server', this.readyFile, '--format', 'json']);
    return Object.fromEntries(JSON.parse(stdout).map(row => [row.kind, [Number(row.n), Number(row.ids)]]));
  }

  async stop() {
    if (this.#process.exitCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'exit');
  }

  #saysReady() {
    return new Promise((ready, fail) => {
      let output = '';
      this.#process.stdout.on('data', text => {
        if ((output += text).includes('Ready.')) ready();
      });
      this.#process.on('exit', code => fail(new Error(`serve ended with ${code}`)));
    });
  }
}

/**
 * Passes Zerobus connections and token requests on to a server, which may be another one later. Without a server, it cuts
 * connections and answers token requests with 503. A new server has a new secret, which the gate puts in the place of the old one.
 */
export class Gate {
  connections = 0;
  server = null;
  #sockets = new Set();

  static async start(server) {
    const gate = new Gate();
    gate.server = server;
    gate.zerobus = createServer(socket => gate.#pass(socket));
    gate.workspace = createHttpServer((incoming, answer) => gate.#token(incoming, answer));
    for (const each of [gate.zerobus, gate.workspace]) await once(each.listen(0, '127.0.0.1'), 'listening');
    gate.zerobusEndpoint = `http://127.0.0.1:${gate.zerobus.address().port}`;
    gate.workspaceUrl = `http://127.0.0.1:${gate.workspace.address().port}`;
    return gate;
  }

  /** Cuts every connection. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop() {
    this.cut();
    this.zerobus.close();
    this.workspace.closeAllConnections();
    this.workspace.close();
  }

  #pass(incoming) {
    this.#sockets.add(incoming);
    incoming.on('close', () => this.#sockets.delete(incoming)).on('error', () => {});
    if (!this.server) return void incoming.destroy();
    this.connections++;
    const outgoing = connect(new URL(this.server.ready.zerobusEndpoint).port, '127.0.0.1');
    outgoing.on('error', () => {});
    outgoing.on('close', () => incoming.destroy());
    incoming.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  }

  #token(incoming, answer) {
    const fail = () => answer.writeHead(503).end();
    if (!this.server) return void fail();
    const { workspaceUrl, clientId, clientSecret } = this.server.ready;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const outgoing = request(new URL(incoming.url, workspaceUrl), {
      method: incoming.method,
      headers: { ...incoming.headers, authorization },
    }, response => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    });
    outgoing.on('error', fail);
    incoming.pipe(outgoing);
  }
}
