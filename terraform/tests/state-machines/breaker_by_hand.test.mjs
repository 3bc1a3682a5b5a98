// Somebody writes the mark of the breaker, or an alarm begins again, while an execution waits or writes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atRead, pipeline, running, start, me } from "./breaker.mjs";
import { StateError } from "./interpreter.mjs";

/** The alarm is in ALARM between these seconds. */
const alarmed = (...spans) => (clock) =>
  (spans.some(([from, to]) => clock.now() >= start + 1000 * from && clock.now() < start + 1000 * to) ? "ALARM" : "OK");

/** Runs `change` in the n-th write of the mark, before it has an effect. */
const atWrite = (n, change) => {
  let writes = 0;
  return { "ssm:putParameter": (p, { Name }) => { if (Name === "/p/breaker" && ++writes === n) change(p); } };
};

for (const [n, mark] of [[1, "open"], [2, "closed"]]) {
  test(`PauseByHand_JustBeforeTheMark_${mark}_Stays`, async () => {
    const p = pipeline({ on: atWrite(n, (it) => it.parameters.write("/p/breaker", "paused")) });
    const result = await p.run();
    assert.equal(result.path.at(-1), "LeftAlone");
    assert.deepEqual([p.mark, p.mapping], ["paused", false]);
  });

  test(`PauseByHand_WhileTheWriteOf_${mark}_IsThrottled_Stays`, async () => {
    const p = pipeline({ on: atWrite(n, (it) => {
      it.parameters.write("/p/breaker", "paused");
      throw new StateError("Ssm.ThrottlingException");
    }) });
    const result = await p.run();
    assert.equal(result.path.at(-1), "LeftAlone");
    assert.equal(result.path.includes("PutPauseBack"), false, "it reads before it tries again");
    assert.deepEqual([p.mark, p.mapping], ["paused", false]);
  });
}

test("PauseByHand_JustBeforeTheMarkIsClosedForEnabledFalse_Stays", async () => {
  const p = pipeline({ on: {
    ...atRead(300, (it) => it.parameters.write("/p/enabled", "false")),
    ...atWrite(2, (it) => it.parameters.write("/p/breaker", "paused")),
  } });
  await p.run();
  assert.deepEqual([p.mark, p.mapping], ["paused", false]);
});

test("Mark_ThatAnotherExecutionHasWrittenMeanwhile_IsNoPause", async () => {
  const p = pipeline({ on: atWrite(1, (it) => it.parameters.write("/p/breaker", "open")) });
  const result = await p.run();
  assert.ok(result.path.includes("ReadOverwritten"));
  assert.equal(result.path.at(-1), "Closed");
});

test("Mark_ThatCannotBeWritten_FailsTheExecution", async () => {
  const p = pipeline({ on: { "ssm:putParameter": () => { throw new StateError("Ssm.AccessDeniedException"); } } });
  const result = await p.run();
  assert.deepEqual([result.status, result.error, p.mapping], ["FAILED", "MarkNotWritten", true]);
});

test("ResumeByHand_WhileTheAlarmIsInAlarm_OpensAgain", async () => {
  const p = pipeline({
    alarm: alarmed([0, 1000]),
    on: atRead(300, (it) => { it.parameters.write("/p/breaker", "closed"); it.mapping = true; }),
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, ["open", false, "open", false, "closed", true]);
});

test("ResumeByHand_WhileTheBreakerWaits_EndsItWithin5Minutes", async () => {
  // So it is not there any more when the alarm begins again and starts another one.
  const p = pipeline({
    alarm: alarmed([0, 700]),
    probes: ["Function.ZerobusUnavailable", true],
    on: atRead(1801, (it) => it.parameters.write("/p/breaker", "closed")),
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(result.waited, 2100);
});

test("Start_WhileTheOlderExecutionEnds_IsNotLost", async () => {
  // The older execution has looked at the alarm already, and is still in the list.
  let lists = 0;
  const p = pipeline({
    executions: () => [running(me, 0), ...(lists++ === 0 ? [running("a", -1000)] : [])],
    alarm: alarmed([0, 600]),
  });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});

test("Start_WhileTheOlderExecutionEnds_OpensNothingWithoutTheAlarm", async () => {
  let lists = 0;
  const p = pipeline({ executions: () => [running(me, 0), ...(lists++ === 0 ? [running("a", -1000)] : [])] });
  await p.run();
  assert.deepEqual([p.writes, p.mapping], [[], true]);
});

test("ResumeByHand_WhileTheMappingIsDisabledOnceMore_EnablesIt", async () => {
  // The call that keeps the mapping disabled is tried again, after somebody has written `closed` and applied.
  let calls = 0;
  const p = pipeline({ on: { "lambda:updateEventSourceMapping": (it) => {
    if (++calls !== 2) return;
    it.parameters.write("/p/breaker", "closed");
    it.mapping = true;
    throw new StateError("Lambda.ResourceInUseException");
  } } });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.deepEqual([p.mark, p.mapping], ["closed", true]);
});

test("EnabledFalse_WhileTheAlarmIsInAlarm_KeepsTheExecutionUntilItIsNot", async () => {
  // Otherwise enabled = true in these minutes would receive messages, and no new alarm would start the breaker.
  const p = pipeline({ enabled: "false", alarm: alarmed([0, 1000]), on: atRead(600, (it) => it.parameters.write("/p/enabled", "true")) });
  const result = await p.run();
  assert.ok(p.writes.includes("open"));
  assert.equal(result.path.at(-1), "Closed");
  assert.ok(result.path.includes("Stay"));
});
