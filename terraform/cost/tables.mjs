// Writes the tables of prices and costs into the pages that have them, from prices.json. With --check it writes nothing and fails
// if a page would change.
//
//   node terraform/cost/tables.mjs [--check]

import { readFileSync, writeFileSync } from "node:fs";

const file = (path) => new URL(`../../${path}`, import.meta.url);
const read = (path) => readFileSync(file(path), "utf8");
const { region, as_of, prices, pipeline } = JSON.parse(read("terraform/cost/prices.json"));
const price = Object.fromEntries(Object.entries(prices).map(([name, { amount }]) => [name, Number.parseFloat(amount)]));

// The metrics that the function writes. It writes each under one set of dimensions.
const metrics = [...read("docs/reference/metrics.md").matchAll(/^\| `\w+` \| \w+ \|/gm)].length;

/** Dollars in a month for millions of messages, in batches of an average size; `perSend` messages are sent in one request. */
function costs(millions, batch, perSend = 1) {
  const requests = (count) => Math.ceil((count * pipeline.message_kb) / 64) / count;
  const received = Math.min(batch, 10);
  const invocations = millions / batch;
  const seconds = invocations * 1e6 * pipeline.invocation_seconds * (pipeline.memory_mb / 1024);
  const gigabytes = (kb, count) => (count * 1e6 * kb) / 1e6;
  const sqs = millions === 0
    ? pipeline.idle_requests_millions * price.sqs_standard
    : millions * (requests(perSend) + requests(received) + 1 / received) * price.sqs_standard;
  const lambda = invocations * price.lambda_requests + seconds * price.lambda_gb_second;
  const fixed = price.dashboard + pipeline.alarm_metrics * price.alarm_metric + pipeline.composite_alarms * price.composite_alarm;
  const cloudwatch = fixed + (millions === 0 ? 0 : metrics * price.metric)
    + gigabytes(pipeline.log_kb_per_invocation, invocations) * price.logs;
  const zerobus = gigabytes(pipeline.row_kb, millions) * price.zerobus_dbu * price.dbu;
  return { sqs, lambda, cloudwatch, zerobus, sum: sqs + lambda + cloudwatch + zerobus };
}

const dollars = (n) => n.toFixed(2);
const row = (...cells) => `| ${cells.join(" | ")} |`;
const counted = (n) => (n === 0 ? "none" : `${n} million`);

const tables = {
  prices: [
    row("price", "amount", "seen"),
    "|---|---|---|",
    ...Object.values(prices).map(({ what, amount, seen }) => row(what, amount, seen)),
  ],
  costs: [
    row("messages in a month", "average batch", "SQS", "Lambda", "CloudWatch", "Zerobus", "sum"),
    "|---|---|---|---|---|---|---|",
    ...[[0, 1], [1, 10], [10, 10], [10, 100], [100, 10], [100, 100]].map(([millions, batch]) => {
      const c = costs(millions, batch);
      return row(
        counted(millions), millions === 0 ? "" : batch, dollars(c.sqs), dollars(c.lambda), dollars(c.cloudwatch), dollars(c.zerobus),
        dollars(c.sum));
    }),
  ],
  small: (() => {
    const c = costs(10, 10);
    return [
      row("", "how", "dollars in a month"),
      "|---|---|---|",
      row("SQS", "10 million sent, 1 million received, 1 million deleted", dollars(c.sqs)),
      row("Lambda", "1 million invocations of 160 ms", dollars(c.lambda)),
      row("CloudWatch", `${metrics} metrics, 1 dashboard, alarms, 2.5 GB of logs`, dollars(c.cloudwatch)),
      row("Zerobus", "10 GB", dollars(c.zerobus)),
    ];
  })(),
  fixed: [
    row("fixed part of a pipeline", "how", "dollars in a month"),
    "|---|---|---|",
    row("metrics", `${metrics} custom metrics, while messages come`, dollars(metrics * price.metric)),
    row("dashboard", "1, or none with `create_dashboard = false`", dollars(price.dashboard)),
    row("alarms", `${pipeline.alarm_metrics} metrics in alarms, ${pipeline.composite_alarms} composite alarms`,
      dollars(pipeline.alarm_metrics * price.alarm_metric + pipeline.composite_alarms * price.composite_alarm)),
    // CloudWatch bills a custom metric for the hours in which it gets values.
    row("breaker", "some 40 transitions for each outage and each of its hours, and 1 custom metric in its hours",
      dollars(0.04 * price.transitions + price.metric / (30 * 24))),
  ],
};

let wrong = 0;
for (const path of ["docs/explanation/costs.md", "terraform/README.md"]) {
  const before = read(path);
  const seen = [];
  const after = before.replace(/(<!-- table: (\w+) [^>]*-->\n)[^]*?(\n<!-- end of table -->)/g, (_, begin, name, end) => {
    if (!(name in tables)) throw new Error(`${path} asks for a table ${name}, which terraform/cost/tables.mjs does not make`);
    seen.push(name);
    return `${begin}\n${tables[name].join("\n")}\n${end}`;
  });
  if (seen.length === 0) throw new Error(`${path} has no table of terraform/cost/tables.mjs`);
  if (after === before) continue;
  wrong++;
  if (process.argv.includes("--check")) console.error(`${path} is not what terraform/cost/tables.mjs writes from prices.json. Run it, and commit the page.`);
  else writeFileSync(file(path), after);
}
console.log(`Prices of ${region}, as of ${as_of}.`);
process.exitCode = wrong > 0 && process.argv.includes("--check") ? 1 : 0;
