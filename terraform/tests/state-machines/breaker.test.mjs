// The breaker of a pipeline, from the file that Terraform deploys, against a stand-in of the services that it calls.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { run, StateError } from "./interpreter.mjs";
import { validate } from "./modules.mjs";

const values = {
  partition: "aws",
  first_wait: 600,
  longest_wait: 3600,
  enabled_parameter: "/p/enabled",
  breaker_parameter: "/p/breaker",
  mapping_uuid: "uuid-1",
  alarm_name: "orders-outage",
  function_arn: "arn:aws:lambda:us-west-2:123456789012:function:orders:live",
  probe_timeout: 90,
  retry: '[{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2, "MaxDelaySeconds": 60}]',
};

// What templatefile does.
const text = readFileSync(new URL("../../modules/pipeline/breaker.asl.json", import.meta.url), "utf8");
const definition = JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, name) => {
  assert.ok(name in values, name);
  return values[name];
}));

const start = Date.UTC(2026, 0, 1, 12);
const me = "arn:aws:states:us-west-2:123456789012:execution:orders-breaker:m";
const context = { Execution: { Id: me, Name: "m", StartTime: new Date(start).toISOString() }, StateMachine: { Id: "machine" } };
const running = (arn, offset) => ({ ExecutionArn: arn, StartDate: new Date(start + offset).toISOString() });

/** A pipeline. `probes` are the answers of the function, in order; true is success. `on` runs before a call. */
function pipeline({ probes = [true], executions = [running(me, 0)], enabled = "true", stage = "closed", alarm = () => "OK", on = {} } = {}) {
  const p = { parameters: { "/p/enabled": enabled, "/p/breaker": stage }, mapping: enabled === "true" && stage === "closed", started: [], writes: [] };
  const calls = {
    "sfn:listExecutions": () => ({ Executions: executions }),
    // The answer promises no order.
    "ssm:getParameters": ({ Names }) => ({ Parameters: Names.map((Name) => ({ Name, Value: p.parameters[Name] })).reverse() }),
    "ssm:putParameter": ({ Name, Value, Overwrite }) => {
      assert.equal(Name, "/p/breaker");
      assert.ok(Overwrite);
      p.parameters[Name] = Value;
      p.writes.push(Value);
    },
    "lambda:updateEventSourceMapping": ({ Uuid, Enabled }) => {
      assert.equal(Uuid, "uuid-1");
      // To disable it again changes nothing.
      if (p.writes.at(-1) !== Enabled) p.writes.push(Enabled);
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

const waits = (result) => result.path.filter((s) => s === "Wait").length;

test("Definition_OfTheBreaker_FitsTheSchemaOfTheLanguage", () => {
  const { isValid, errors } = validate(definition);
  assert.ok(isValid, JSON.stringify(errors));
});

test("Definition_OfTheBreaker_ReachesEveryState", () => {
  const named = JSON.stringify(definition).matchAll(/"(?:Next|Default|StartAt)":"(\w+)"/g);
  assert.deepEqual(new Set([...named].map((m) => m[1])), new Set(Object.keys(definition.States)));
});

test("Breaker_WhenTheFirstProbePasses_ClosesAfterTheFirstWait", async () => {
  const p = pipeline();
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(result.waited, 600);
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});

for (const n of [1, 3, 8]) {
  test(`Breaker_When${n}ProbesFail_WaitsLongerAndCloses`, async () => {
    const p = pipeline({ probes: [...Array(n).fill("Function.ZerobusUnavailable"), true] });
    const result = await p.run();
    let wait = 600, expected = 600;
    for (let i = 0; i < n; i++) expected += wait = Math.min(2 * wait, 3600);
    assert.equal(result.waited, expected);
    assert.equal(result.calls.filter((c) => c.state === "Probe").length, n + 1);
    assert.equal(p.mapping, true);
    assert.equal(p.parameters["/p/breaker"], "closed");
  });
}

test("Breaker_WhenTheProbeTimesOut_WaitsOn", async () => {
  const p = pipeline({ probes: ["States.Timeout", "Lambda.TooManyRequestsException", "Runtime.ExitError", true] });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(waits(result), 4);
});

test("Breaker_WhenTheOutageHasNoEnd_GoesOnInANewExecution", async () => {
  const p = pipeline({ probes: ["Function.ZerobusUnavailable"] });
  const result = await p.run({}, { steps: 10000 });
  assert.equal(result.path.at(-1), "Continued");
  assert.equal(p.mapping, false);
  assert.deepEqual(p.started.map((s) => [s.StateMachineArn, JSON.parse(s.Input)]), [["machine", { continues: true, wait: 3600 }]]);
  // An execution ends after 25,000 events; a state has at most 5.
  assert.ok(5 * result.path.length < 25000, result.path.length);
  // More than two weeks: longer than SQS keeps a message.
  assert.ok(result.waited > 14 * 86400, result.waited);

  const next = pipeline({ stage: "open" });
  const rest = await next.run(JSON.parse(p.started[0].Input));
  assert.equal(rest.path.includes("ListExecutions"), false, "the execution before it still runs, and is older");
  assert.equal(rest.waited, 3600);
  assert.equal(next.mapping, true);
});

test("Breaker_WhileAnOlderExecutionRuns_DoesNothing", async () => {
  for (const other of [running("z", -1), running("a", 0)]) {
    const p = pipeline({ executions: [running(me, 0), other] });
    const result = await p.run();
    assert.equal(result.path.at(-1), "AnotherRuns");
    assert.deepEqual(p.writes, []);
  }
});

test("Breaker_OfAStormOfAlarms_RunsOnce", async () => {
  const arns = Array.from({ length: 20 }, (_, i) => `e${String((i * 7) % 20).padStart(2, "0")}`);
  const executions = arns.map((arn, i) => running(arn, 10 * Math.floor(i / 5)));
  const ends = [];
  for (const [i, arn] of arns.entries()) {
    const mine = { Execution: { Id: arn, StartTime: executions[i].StartDate }, StateMachine: { Id: "machine" } };
    ends.push((await pipeline({ executions }).run({}, { context: mine })).path.at(-1));
  }
  assert.equal(ends.filter((e) => e === "Closed").length, 1);
  assert.equal(ends.filter((e) => e === "AnotherRuns").length, 19);
});

test("Breaker_WhenTheListLacksTwoNewExecutions_EndsInTheSameStateTwice", async () => {
  const p = pipeline({ executions: [] });
  assert.equal((await p.run()).path.at(-1), "Closed");
  assert.equal((await p.run()).path.at(-1), "Closed");
  assert.equal(p.mapping, true);
  assert.equal(p.parameters["/p/breaker"], "closed");
});

test("Breaker_OfAPausedPipeline_ChangesNothing", async () => {
  for (const state of [{ enabled: "false" }, { stage: "paused" }]) {
    const p = pipeline(state);
    assert.equal((await p.run()).path.at(-1), "LeftAlone");
    assert.deepEqual(p.writes, []);
  }
});

test("Breaker_WhenThePipelineIsPausedDuringTheWait_NeverEnablesIt", async () => {
  // The apply of enabled = false, while the breaker waits for the third time.
  let looks = 0;
  const p = pipeline({
    probes: ["Function.ZerobusUnavailable", "Function.ZerobusUnavailable", true],
    on: { "ssm:getParameters": (it) => { if (++looks === 4) it.parameters["/p/enabled"] = "false"; } },
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["open", false, "closed"], "the mark is closed, so that enabled = true works later");
  assert.equal(p.mapping, false);
});

test("Breaker_WhenSomebodyPausesByHand_LeavesTheMark", async () => {
  let looks = 0;
  const p = pipeline({ on: { "ssm:getParameters": (it) => { if (++looks === 2) it.parameters["/p/breaker"] = "paused"; } } });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.equal(p.parameters["/p/breaker"], "paused");
  assert.equal(p.mapping, false);
});

test("Breaker_WhenThePauseComesWithTheProbe_IsSeenBeforeEnabling", async () => {
  const p = pipeline({ on: { "lambda:invoke": (it) => { it.parameters["/p/enabled"] = "false"; } } });
  await p.run();
  assert.equal(p.writes.includes(true), false);
  assert.equal(p.mapping, false);
});

test("Breaker_WhenThePauseComesBetweenReadingAndEnabling_DisablesAgain", async () => {
  const p = pipeline({
    on: {
      "lambda:updateEventSourceMapping": (it, request) => { if (request.Enabled) it.parameters["/p/enabled"] = "false"; },
    },
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["open", false, "closed", true, false]);
});

test("Breaker_WhenSomebodyClosesItByHand_Ends", async () => {
  let looks = 0;
  const p = pipeline({ on: { "ssm:getParameters": (it) => { if (++looks === 2) it.parameters["/p/breaker"] = "closed"; } } });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["open", false]);
});

test("Breaker_WhileTheAlarmRings_DoesNotProbe", async () => {
  // Otherwise the mapping would be enabled, and an alarm that never ended could not start the breaker again.
  const p = pipeline({ alarm: (clock) => (clock.now() < start + 1500 * 1000 ? "ALARM" : "OK") });
  const result = await p.run();
  assert.equal(result.waited, 1800);
  assert.equal(waits(result), 3);
  assert.equal(p.mapping, true);
});

test("Breaker_AtEachStep_LeavesAMarkThatAnApplyAgreesWith", async () => {
  // What an apply makes of the mapping at any time: enabled only if the mark says closed. Between `closed` and enabling, both do
  // the same; between `open` and disabling, too.
  const p = pipeline({ probes: ["Function.ZerobusUnavailable", true] });
  const seen = [];
  for (const [name, service] of Object.entries(p.services)) {
    p.services[name] = async (request, clock) => {
      const result = await service(request, clock);
      seen.push([p.parameters["/p/breaker"], p.mapping, clock.now()]);
      return result;
    };
  }
  await p.run();
  const fights = seen.filter(([mark, mapping], i) => (mark === "closed") !== mapping && i + 1 < seen.length
    && (seen[i + 1][0] === "closed") !== seen[i + 1][1]);
  assert.deepEqual(fights, []);
});

test("Breaker_WhenAnApplyEnablesTheMappingBehindTheMark_DisablesItBeforeEachProbe", async () => {
  // A plan that was made before the mark is applied during the first wait and during the second. Then invocations fail, and the
  // alarm goes on while the mapping is enabled. The stand-in refuses a probe while it is.
  const applies = [300, 1500].map((seconds) => start + 1000 * seconds);
  let p;
  const enable = (_, __, clock) => { if (clock.now() > applies[0]) { applies.shift(); p.mapping = true; } };
  p = pipeline({
    probes: ["Function.ZerobusUnavailable", true],
    alarm: () => (p.mapping ? "ALARM" : "OK"),
    on: { "ssm:getParameters": enable },
  });
  const result = await p.run();
  assert.equal(applies.length, 0);
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(result.calls.filter((c) => c.state === "Probe").length, 2);
  assert.equal(p.mapping, true);
});

test("Breaker_WhenACallIsThrottled_TriesAgain", async () => {
  let n = 0;
  const p = pipeline({ on: { "lambda:updateEventSourceMapping": () => { if (n++ < 4) throw new StateError("Lambda.ResourceInUseException"); } } });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(p.mapping, true);
});

test("Breaker_AfterAFailedExecution_SettlesAndOpensAgain", async () => {
  // The mapping was replaced: the old execution does not find it, fails, and EventBridge starts the new definition.
  const broken = pipeline({ on: { "lambda:updateEventSourceMapping": () => { throw new StateError("Lambda.ResourceNotFoundException"); } } });
  const failed = await broken.run();
  assert.equal(failed.status, "FAILED");
  assert.equal(broken.parameters["/p/breaker"], "open");

  const p = pipeline({ stage: "open" });
  const result = await p.run({ resumed: true });
  assert.equal(result.path[2], "Settle");
  assert.equal(result.waited, 1200);
  assert.equal(p.mapping, true);
  assert.equal(p.parameters["/p/breaker"], "closed");
});

test("Breaker_AfterAFailureBehindTheMarkClosed_EnablesTheMapping", async () => {
  const p = pipeline({ stage: "closed" });
  p.mapping = false;
  const result = await p.run({ resumed: true });
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, [true]);
});

test("Breaker_AfterAFailureBeforeItOpened_OpensWhileTheAlarmRings", async () => {
  const p = pipeline({ stage: "closed", alarm: (clock) => (clock.now() < start + 1000 * 1000 ? "ALARM" : "OK") });
  const result = await p.run({ resumed: true });
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});
