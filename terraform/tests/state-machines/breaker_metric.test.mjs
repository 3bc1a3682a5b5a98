// The metric BreakerOpen: 1 in each round in which the breaker is open, 0 when it has closed, and no change of the breaker without it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atRead, pipeline, running, start, me } from "./breaker.mjs";
import { StateError } from "./interpreter.mjs";

const denied = { "cloudwatch:putMetricData": () => { throw new StateError("CloudWatch.AccessDeniedException"); } };

/** The ways through the machine. `on` is made anew for each run, as it counts. */
const ways = {
  theFirstProbePasses: { metrics: [1, 0] },
  threeProbesFail: { given: { probes: [..."abc"].map(() => "Function.ZerobusUnavailable").concat(true) }, metrics: [1, 1, 1, 1, 0] },
  theAlarmStaysInAlarm: { given: { alarm: (clock) => (clock.now() < start + 1500 * 1000 ? "ALARM" : "OK") }, metrics: [1, 1, 1, 0] },
  somebodyClosesItByHand: { on: () => atRead(300, (p) => p.parameters.write("/p/breaker", "closed")), metrics: [1, 0] },
  somebodyPausesByHand: { on: () => atRead(300, (p) => p.parameters.write("/p/breaker", "paused")), metrics: [1, 0] },
  // It stays for one more look: see `Stay`.
  enabledBecomesFalse: { on: () => atRead(300, (p) => p.parameters.write("/p/enabled", "false")), metrics: [1, 0, 0] },
  enabledBecomesFalseAfterItIsEnabled: {
    on: () => ({ "lambda:updateEventSourceMapping": (p, { Enabled }) => { if (Enabled) p.parameters.write("/p/enabled", "false"); } }),
    metrics: [1, 0],
  },
  itGoesOnForAnExecutionBefore: { given: { stage: "open" }, input: { continues: true, wait: 3600 }, metrics: [1, 0] },
  theExecutionBeforeFailed: { given: { stage: "open" }, input: { resumed: true }, metrics: [1, 0] },
  theExecutionBeforeFailedAfterItClosed: { input: { resumed: true }, metrics: [0] },
  thePipelineWasPausedBefore: { given: { stage: "paused" }, metrics: [0] },
  theExecutionBeforeFailedAndEnabledBecameFalse: {
    given: { stage: "open", enabled: "false" }, input: { resumed: true }, metrics: [0, 0],
  },
  anotherExecutionRuns: { given: { executions: [running(me, 0), running("z", -1)] }, metrics: [] },
};

for (const [name, { given = {}, on = () => ({}), input = {}, metrics }] of Object.entries(ways)) {
  const probes = () => ("probes" in given ? { probes: [...given.probes] } : {});

  test(`Metric_When_${name}_IsOneWhileOpenAndZeroAfter`, async () => {
    const p = pipeline({ ...given, ...probes(), on: on() });
    const result = await p.run(input);
    assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
    assert.deepEqual(p.metrics, metrics);
  });

  test(`MetricThatIsDenied_When_${name}_ChangesNothing`, async () => {
    const [p, other] = [pipeline({ ...given, ...probes(), on: on() }), pipeline({ ...given, ...probes(), on: { ...on(), ...denied } })];
    const [result, without] = [await p.run(input), await other.run(input)];
    assert.equal(without.status, "SUCCEEDED", `${without.error}: ${without.cause}`);
    assert.deepEqual([without.path, other.writes, other.mapping, other.mark], [result.path, p.writes, p.mapping, p.mark]);
    // Two more attempts, after 2 s and 4 s.
    assert.ok(without.waited - result.waited <= 6 * metrics.length, `it waited ${without.waited} s instead of ${result.waited} s`);
    assert.deepEqual(other.metrics, []);
  });
}

test("Metric_OfAClosedBreaker_IsWrittenAfterTheMappingIsEnabled", async () => {
  const p = pipeline({ on: { "cloudwatch:putMetricData": (it, { MetricData: [{ Value }] }) => assert.equal(it.mapping, Value === 0) } });
  await p.run();
  assert.deepEqual(p.metrics, [1, 0]);
});

test("Metric_OfAnOpenBreaker_IsWrittenAfterTheMappingIsDisabled", async () => {
  const p = pipeline({ on: denied });
  const { path } = await p.run();
  assert.ok(path.indexOf("Disable") < path.indexOf("WriteOpen"), path.join(" "));
});

test("Breaker_ThatFailedBeforeAPauseByEnabled_ClosesTheMark", async () => {
  // Otherwise nothing would ever close it, and enabled = true could not enable the mapping.
  const p = pipeline({ stage: "open", enabled: "false" });
  const result = await p.run({ resumed: true });
  assert.equal(result.path.at(-1), "LeftAlone");
  assert.deepEqual(p.writes, ["closed"]);
});
