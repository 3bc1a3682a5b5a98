// The state machine of the breaker, from the file that Terraform deploys, and a stand-in of the services that it calls.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { run, StateError } from "./interpreter.mjs";

const metric = (value) => JSON.stringify({
  Namespace: "SqsIngestor",
  MetricData: [{ MetricName: "BreakerOpen", Dimensions: [{ Name: "FunctionName", Value: "orders" }], Unit: "Count", Value: value }],
});

/** What Terraform puts into the file. */
export const values = {
  partition: "aws",
  first_wait: 600,
  settle_wait: 300,
  longest_wait: 3600,
  remembered: 43200,
  enabled_parameter: "/p/enabled",
  breaker_parameter: "/p/breaker",
  closings_parameter: "/p/closings",
  look_seconds: 300,
  mapping_uuid: "uuid-1",
  alarm_name: "orders-outage",
  function_arn: "arn:aws:lambda:us-west-2:123456789012:function:orders:live",
  probe_timeout: 90,
  metric_open: metric(1),
  metric_not_open: metric(0),
  short_retry: '[{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 2, "BackoffRate": 2}]',
  retry: '[{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2, "MaxDelaySeconds": 60}]',
};

// What templatefile does.
const text = readFileSync(new URL("../../modules/pipeline/breaker.asl.json", import.meta.url), "utf8");
export const definition = JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, name) => {
  assert.ok(name in values, name);
  return values[name];
}));

export const start = Date.UTC(2026, 0, 1, 12);
export const me = "arn:aws:states:us-west-2:123456789012:execution:orders-breaker:m";
const context = { Execution: { Id: me, Name: "m", StartTime: new Date(start).toISOString() }, StateMachine: { Id: "machine" } };
export const running = (arn, offset) => ({ ExecutionArn: arn, StartDate: new Date(start + offset).toISOString() });

/** A stand-in of the parameters. They keep the values that they had, by version from 1. */
export class Parameters {
  constructor(values) {
    this.history = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
  }

  value(name) {
    return this.history[name].at(-1);
  }

  /** Returns the version that the value got. */
  write(name, value) {
    return this.history[name].push(value);
  }

  /** What ssm:getParameters answers. A name can end in a version. The answer promises no order. */
  get(names) {
    return { Parameters: names.map((text) => {
      const [, Name, version] = /^([^:]+)(?::(\d+))?$/.exec(text);
      const Version = Number(version ?? this.history[Name].length);
      return { Name, Version, Value: this.history[Name][Version - 1] };
    }).reverse() };
  }
}

/**
 * A pipeline. `probes` are the answers of the function, in order; true is success. `on` runs before a call. `executions` run.
 * `writes` has what the breaker wrote to mark and mapping.
 */
export function pipeline({
  probes = [true], executions = [running(me, 0)], closings = "none", enabled = "true", stage = "closed", alarm = () => "OK", on = {},
} = {}) {
  const parameters = new Parameters({ "/p/enabled": enabled, "/p/breaker": stage, "/p/closings": closings });
  const p = { parameters, mapping: enabled === "true" && stage === "closed", started: [], writes: [], metrics: [] };
  Object.defineProperty(p, "mark", { get: () => parameters.value("/p/breaker") });
  const calls = {
    "sfn:listExecutions": ({ StatusFilter, MaxResults }) => {
      assert.ok(MaxResults <= 100, "a state has at most 256 KiB");
      assert.equal(StatusFilter, "RUNNING");
      return { Executions: typeof executions === "function" ? executions() : executions };
    },
    "cloudwatch:putMetricData": ({ Namespace, MetricData: [{ MetricName, Dimensions, Value }] }) => {
      assert.deepEqual([Namespace, MetricName, Dimensions], ["SqsIngestor", "BreakerOpen", [{ Name: "FunctionName", Value: "orders" }]]);
      p.metrics.push(Value);
    },
    "ssm:getParameters": ({ Names }) => parameters.get(Names),
    "ssm:putParameter": ({ Name, Value, Overwrite }) => {
      assert.ok(["/p/breaker", "/p/closings"].includes(Name), Name);
      assert.ok(Overwrite);
      if (Name === "/p/breaker") p.writes.push(Value);
      return { Version: parameters.write(Name, Value), Tier: "Standard" };
    },
    "lambda:updateEventSourceMapping": ({ Uuid, Enabled }) => {
      assert.equal(Uuid, "uuid-1");
      // To disable it again changes nothing.
      if (p.mapping !== Enabled) p.writes.push(Enabled);
      p.mapping = Enabled;
    },
    "cloudwatch:describeAlarms": (_, clock) => ({ MetricAlarms: [{ StateValue: alarm(clock) }] }),
    "lambda:invoke": ({ FunctionName, Payload }) => {
      assert.equal(FunctionName, values.function_arn);
      assert.deepEqual(Payload, { Records: [], probe: true });
      assert.equal(p.mapping, false, "a probe while messages are received proves nothing");
      const answer = probes.length > 1 ? probes.shift() : probes[0];
      if (answer !== true) throw new StateError(answer);
      return { StatusCode: 200, Payload: { batchItemFailures: [] } };
    },
    "sfn:startExecution": (request) => { p.started.push(request); },
  };
  p.services = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, async (request, clock) => {
    on[name]?.(p, request, clock);
    return call(request, clock);
  }]));
  p.run = (input = {}, options = {}) => run(definition, input, p.services, { now: start, context, ...options });
  return p;
}

/** How often the machine began to wait for the next round. It waits in parts. */
export const rounds = (result) => result.path.filter((s) => s === "WriteOpen").length;

/** Runs `change` once, when the breaker first reads the parameters `seconds` after the start or later. For `on`. */
export function atRead(seconds, change) {
  let left = 1;
  return { "ssm:getParameters": (p, _, clock) => { if (clock.now() >= start + 1000 * seconds && left-- > 0) change(p); } };
}
