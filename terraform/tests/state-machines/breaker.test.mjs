// The breaker of a pipeline: when it opens, waits, probes and closes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atRead, definition, pipeline, running, start, me, rounds } from "./breaker.mjs";
import { StateError } from "./interpreter.mjs";
import { validate } from "./modules.mjs";

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
    assert.equal(p.mark, "closed");
  });
}

test("Breaker_WhenTheProbeTimesOut_WaitsOn", async () => {
  const p = pipeline({ probes: ["States.Timeout", "Lambda.TooManyRequestsException", "Runtime.ExitError", true] });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(rounds(result), 4);
});

/** At most as many events as the execution has in its history: 5 for a task, 2 for another state. */
const events = ({ path }) => path.reduce((sum, name) => sum + (definition.States[name].Type === "Task" ? 5 : 2), 0);

test("Breaker_WhenTheOutageHasNoEnd_GoesOnInANewExecution", async () => {
  const p = pipeline({ probes: ["Function.ZerobusUnavailable"] });
  const result = await p.run({}, { steps: 10000 });
  assert.equal(result.path.at(-1), "Continued");
  assert.equal(p.mapping, false);
  assert.deepEqual(p.started.map((s) => [s.StateMachineArn, JSON.parse(s.Input)]), [["machine", { continues: true, wait: 3600 }]]);
  // An execution ends after 25,000 events. Some are left for calls that are tried again.
  assert.ok(events(result) < 20000, events(result));
  assert.ok(result.waited > 5 * 86400, result.waited);

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
    assert.equal(result.waited, 60);
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
  assert.equal(p.mark, "closed");
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
  const p = pipeline({
    probes: ["Function.ZerobusUnavailable", "Function.ZerobusUnavailable", true],
    on: atRead(4200, (it) => it.parameters.write("/p/enabled", "false")),
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["open", false, "closed"], "the mark is closed, so that enabled = true works later");
  assert.equal(p.mapping, false);
});

test("Breaker_WhenSomebodyPausesByHand_LeavesTheMark", async () => {
  const p = pipeline({ on: atRead(300, (it) => it.parameters.write("/p/breaker", "paused")) });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.equal(p.mark, "paused");
  assert.equal(p.mapping, false);
});

test("Breaker_WhenThePauseComesWithTheProbe_IsSeenBeforeEnabling", async () => {
  const p = pipeline({ on: { "lambda:invoke": (it) => { it.parameters.write("/p/enabled", "false"); } } });
  await p.run();
  assert.equal(p.writes.includes(true), false);
  assert.equal(p.mapping, false);
});

test("Breaker_WhenThePauseComesBetweenReadingAndEnabling_DisablesAgain", async () => {
  const p = pipeline({
    on: {
      "lambda:updateEventSourceMapping": (it, request) => { if (request.Enabled) it.parameters.write("/p/enabled", "false"); },
    },
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["open", false, "closed", true, false]);
});

test("Breaker_WhenSomebodyClosesItByHand_Ends", async () => {
  const p = pipeline({ on: atRead(300, (it) => it.parameters.write("/p/breaker", "closed")) });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, ["open", false, true]);
  assert.equal(result.waited, 300, "it looks every 5 minutes");
});

test("Breaker_WhileInAlarm_DoesNotProbe", async () => {
  // Otherwise the mapping would be enabled, and an alarm that stayed in ALARM could not start the breaker again.
  const p = pipeline({ alarm: (clock) => (clock.now() < start + 1500 * 1000 ? "ALARM" : "OK") });
  const result = await p.run();
  assert.equal(result.waited, 1800);
  assert.equal(rounds(result), 3);
  assert.equal(p.mapping, true);
});

test("Breaker_AtEachStep_LeavesAMarkThatAnApplyAgreesWith", async () => {
  // What an apply makes of the mapping at any time: enabled only if the mark says closed. While they differ, the breaker does next
  // what an apply would do.
  const p = pipeline({ probes: ["Function.ZerobusUnavailable", true] });
  const seen = [];
  for (const [name, service] of Object.entries(p.services)) {
    p.services[name] = async (request, clock) => {
      const result = await service(request, clock);
      seen.push([p.mark, p.mapping, clock.now()]);
      return result;
    };
  }
  await p.run();
  for (const [i, [mark, mapping]] of seen.entries()) {
    if ((mark === "closed") === mapping) continue;
    const next = seen.slice(i).find(([m, e]) => m !== mark || e !== mapping);
    assert.deepEqual(next?.slice(0, 2), [mark, mark === "closed"], `after step ${i}`);
  }
});

test("Breaker_WhenAnApplyEnablesTheMappingBehindTheMark_DisablesItBeforeEachProbe", async () => {
  // A plan that was made before the mark is applied during the first wait and during the second. Then invocations fail, and the
  // alarm stays in ALARM while the mapping is enabled. The stand-in refuses a probe while it is.
  const applies = [300, 1500].map((seconds) => start + 1000 * seconds);
  let p;
  const enable = (_, __, clock) => { if (clock.now() > applies[0]) { applies.shift(); p.mapping = true; } };
  p = pipeline({
    probes: ["Function.ZerobusUnavailable", true],
    alarm: () => (p.mapping && p.mark === "open" ? "ALARM" : "OK"),
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
  assert.equal(broken.mark, "open");

  const p = pipeline({ stage: "open" });
  const result = await p.run({ resumed: true });
  assert.equal(result.path[2], "Settle");
  assert.equal(result.waited, 900);
  assert.equal(p.mapping, true);
  assert.equal(p.mark, "closed");
});

test("Breaker_AfterAFailureBehindTheMarkClosed_EnablesTheMapping", async () => {
  const p = pipeline({ stage: "closed" });
  p.mapping = false;
  const result = await p.run({ resumed: true });
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, [true]);
});

test("Breaker_AfterAFailureBeforeItOpened_OpensWhileInAlarm", async () => {
  const p = pipeline({ stage: "closed", alarm: (clock) => (clock.now() < start + 1000 * 1000 ? "ALARM" : "OK") });
  const result = await p.run({ resumed: true });
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});
