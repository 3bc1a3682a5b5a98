// Laws of the breaker, whatever happens in whatever order:
//
// - In the end, the mapping is enabled if and only if `enabled` is true and the mark is `closed`, and no mark stays `open`.
// - While the alarm is in ALARM, the mapping is not enabled for long.
// - A pause by hand stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import { live } from "./breaker_world.mjs";

const anOutage = { outages: [[0, 5400]] };
const ways = {
  AnOutage: [anOutage, 5],
  AnOutageWithoutEnd: [{ outages: [[0, 1e9]], hours: 8 }, 3],
  FailingCalls: [{ ...anOutage, failing: 0.1 }, 10],
  ManyFailingCalls: [{ ...anOutage, failing: 0.4 }, 10],
  StartsThatComeTwice: [{ outages: [[0, 2400]], twice: true, failing: 0.15 }, 25],
  PauseAndResumeByHand: [{ ...anOutage, acts: ["pause", "resume", "pause"] }, 20],
  ResumeByHandInAnOutageWithoutEnd: [{ outages: [[0, 1e9]], acts: ["resume", "resume"] }, 10],
  ResumeByHandBeforeTheNextOutage: [{ outages: [[0, 5100], [5700, 1e9]], acts: [{ kind: "resume", at: 5200 }] }, 5],
  EnabledFalseAndTrue: [{ ...anOutage, acts: ["off", "on", "off", "on"], failing: 0.1 }, 20],
  EnabledTrueInAnOutageWithoutEnd: [{ outages: [[0, 1e9]], acts: ["off", "on"] }, 10],
  AllOfThem: [{ outages: [[0, 4000], [6000, 9000]], acts: ["resume", "off", "pause", "on", "resume", "pause"], failing: 0.1, twice: true }, 20],
};

for (const [name, [options, seeds]] of Object.entries(ways)) {
  test(`Laws_With${name}_Hold`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const { broken, log } = await live(seed, options);
      assert.equal(broken.size, 0, `seed ${seed}: ${[...broken].join("; ")}\n${log.join("\n")}`);
    }
  });
}

test("World_WithTheSameSeed_IsTheSame", async () => {
  const [one, other] = [await live(7, ways.AllOfThem[0]), await live(7, ways.AllOfThem[0])];
  assert.deepEqual(one.log, other.log);
  assert.ok(one.log.length > 20);
});
