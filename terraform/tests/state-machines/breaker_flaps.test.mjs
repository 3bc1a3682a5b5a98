// The breaker that opens again soon after it has closed: the probe passes, but rows are not acked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pipeline, start } from "./breaker.mjs";
import { StateError } from "./interpreter.mjs";

const iso = (seconds) => new Date(start + 1000 * seconds).toISOString();
/** An execution that ended `ago` seconds before the start, and took `took` seconds. */
const ended = (ago, took) => ({ ExecutionArn: `e${ago}`, StartDate: iso(-ago - took), StopDate: iso(-ago) });
const hours = (n) => n * 3600;

for (const [closings, wait] of [[0, 600], [1, 1200], [2, 2400], [3, 3600], [4, 3600], [100, 3600]]) {
  test(`FirstWait_After${closings}Closings_Is${wait}s`, async () => {
    const p = pipeline({ ended: Array.from({ length: closings }, (_, i) => ended(60 * i + 900, 600)) });
    const result = await p.run();
    assert.equal(result.path.at(-1), "Closed");
    assert.equal(result.waited, wait);
  });
}

test("FirstWait_AfterExecutionsThatDidNotPauseThePipeline_StaysAsItIs", async () => {
  // One that ended because another ran, with all its retries, and one that settled before.
  const p = pipeline({ ended: [ended(1000, 1), ended(1100, 0), ended(1200, 30), ended(1300, 301), ended(1400, 340)] });
  assert.equal((await p.run()).waited, 600);
});

test("FirstWait_AfterClosingsOfYesterday_StaysAsItIs", async () => {
  const p = pipeline({ ended: [ended(hours(12) + 60, 900), ended(hours(24), 900), ended(hours(11), 900)] });
  assert.equal((await p.run()).waited, 1200);
});

test("FirstWait_WithoutTheListOfExecutions_StaysAsItIs", async () => {
  const on = {
    "sfn:listExecutions": (_, { StatusFilter }) => {
      if (StatusFilter === "SUCCEEDED") throw new StateError("Sfn.ThrottlingException");
    },
  };
  const p = pipeline({ ended: [ended(900, 600)], on });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(result.waited, 600 + 2 + 4);
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});

test("FirstWait_AfterClosings_IsCountedWhenTheMappingIsDisabledAlready", async () => {
  const { path } = await pipeline({ ended: [ended(900, 600)] }).run();
  assert.ok(path.indexOf("Disable") < path.indexOf("CountClosings"), path.join(" "));
});

test("FirstWait_AfterAProbeThatFails_DoublesToo", async () => {
  const p = pipeline({ ended: [ended(900, 600)], probes: ["Function.ZerobusUnavailable", true] });
  assert.equal((await p.run()).waited, 1200 + 2400);
});

/** A day in which streams open and no row is acked: the breaker opens 18 minutes after the mapping is enabled. */
async function day({ remembers }) {
  const untilOpen = 18 * 60;
  const history = [];
  let openings = 0;
  for (let now = untilOpen; now < hours(24);) {
    openings++;
    const p = pipeline({ ended: remembers ? history : [] });
    const result = await p.run({}, { now: start + 1000 * now });
    assert.equal(result.path.at(-1), "Closed");
    history.unshift({ ExecutionArn: `e${openings}`, StartDate: iso(now), StopDate: iso(now + result.waited) });
    now += result.waited + untilOpen;
  }
  return openings;
}

test("OutageOfADay_InWhichStreamsOpen_CostsWhatTheReadmeSays", async () => {
  const perOpening = Math.ceil(18 * 60 / 181) + 1;
  const [openings, without] = [await day({ remembers: true }), await day({ remembers: false })];
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8").replace(/\s+/g, " ");
  const says = `${openings} rounds with ${openings * perOpening} tries (without the longer waits, ${without} rounds with ${without * perOpening})`;
  assert.ok(readme.includes(says), says);
});
