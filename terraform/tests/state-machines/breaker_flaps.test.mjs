// The breaker that opens again soon after it has closed: the probe passes, but rows are not acked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { atRead, pipeline, start } from "./breaker.mjs";
import { StateError } from "./interpreter.mjs";

const iso = (seconds) => new Date(start + 1000 * seconds).toISOString();
/** The parameter, with closings that many seconds before the start. */
const closedBefore = (...seconds) => seconds.map((s) => iso(-s)).join(" ");
const hours = (n) => n * 3600;

for (const [closings, wait] of [[1, 1200], [2, 2400], [3, 3600], [4, 3600], [70, 3600]]) {
  test(`FirstWait_After${closings}Closings_Is${wait}s`, async () => {
    const p = pipeline({ closings: closedBefore(...Array.from({ length: closings }, (_, i) => 60 * i + 900)) });
    const result = await p.run();
    assert.equal(result.path.at(-1), "Closed");
    assert.equal(result.waited, wait);
  });
}

test("FirstWait_AfterClosingsOfYesterday_StaysAsItIs", async () => {
  const p = pipeline({ closings: closedBefore(hours(24), hours(12) + 60, hours(11)) });
  assert.equal((await p.run()).waited, 1200);
  assert.equal(p.parameters.value("/p/closings"), `${closedBefore(hours(11))} ${iso(1200)}`, "what is old goes");
});

test("FirstWait_WithoutTheListOfClosings_StaysAsItIs", async () => {
  const denied = (_, request) => {
    if ([request.Name, ...(request.Names ?? [])].includes("/p/closings")) throw new StateError("Ssm.AccessDeniedException");
  };
  const p = pipeline({ closings: closedBefore(900), on: { "ssm:getParameters": denied, "ssm:putParameter": denied } });
  const result = await p.run();
  assert.equal(result.path.at(-1), "Closed");
  assert.equal(result.waited, 600 + 2 * (2 + 4));
  assert.deepEqual(p.writes, ["open", false, "closed", true]);
});

test("FirstWait_AfterClosings_IsCountedWhenTheMappingIsDisabledAlready", async () => {
  const { path } = await pipeline({ closings: closedBefore(900) }).run();
  assert.ok(path.indexOf("Disable") < path.indexOf("CountClosings"), path.join(" "));
});

test("FirstWait_AfterAProbeThatFails_DoublesToo", async () => {
  const p = pipeline({ closings: closedBefore(900), probes: ["Function.ZerobusUnavailable", true] });
  assert.equal((await p.run()).waited, 1200 + 2400);
});

test("Closing_AfterAProbe_IsRemembered", async () => {
  const p = pipeline();
  await p.run();
  assert.equal(p.parameters.value("/p/closings"), iso(600));
});

for (const [who, change] of Object.entries({
  ByHand: (p) => p.parameters.write("/p/breaker", "closed"),
  ByEnabled: (p) => p.parameters.write("/p/enabled", "false"),
  ByAPauseByHand: (p) => p.parameters.write("/p/breaker", "paused"),
})) {
  test(`Closing_${who}_DoesNotMakeTheNextWaitLonger`, async () => {
    const p = pipeline({ probes: ["Function.ZerobusUnavailable"], on: atRead(1500, change) });
    const { path } = await p.run();
    assert.ok(["Closed", "LeftAlone"].includes(path.at(-1)));
    assert.equal(p.parameters.value("/p/closings"), "none");
  });
}

/** A day in which streams open and no row is acked: the breaker opens 18 minutes after the mapping is enabled. */
async function day({ remembers }) {
  const untilOpen = 18 * 60;
  let [openings, closings] = [0, "none"];
  for (let now = untilOpen; now < hours(24);) {
    openings++;
    const p = pipeline({ closings: remembers ? closings : "none" });
    const result = await p.run({}, { now: start + 1000 * now });
    assert.equal(result.path.at(-1), "Closed");
    closings = p.parameters.value("/p/closings");
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
