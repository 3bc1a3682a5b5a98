// A pipeline in one virtual time: executions of the breaker, the alarm, somebody at the command line, and applies, all at once.
// What happens when is drawn from a seed, so a run that breaks a law can be repeated.

import { definition, start, Parameters } from "./breaker.mjs";
import { run, StateError } from "./interpreter.mjs";

const seconds = (n) => 1000 * n;

/** Numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), state | 1);
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61);
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lets the earliest of several actors run, one at a time. An actor awaits `at(time)` before it touches what others see. */
class Schedule {
  #waiting = [];
  #actors = 0;
  now = start;

  constructor() {
    this.done = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }

  at(time) {
    return new Promise((go) => {
      this.#waiting.push({ time, go });
      this.#next();
    });
  }

  add(actor) {
    this.#actors++;
    actor().catch(this.reject).finally(() => {
      this.#actors--;
      this.#next();
    });
  }

  #next() {
    if (this.#actors === 0) this.resolve();
    if (this.#actors === 0 || this.#waiting.length < this.#actors) return;
    const first = this.#waiting.reduce((best, w) => (w.time < best.time ? w : best));
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    this.now = Math.max(this.now, first.time);
    first.go();
  }
}

/**
 * Runs a pipeline for `hours`. After them nothing fails, and it runs until every execution has ended.
 *
 * @param options.outages `[from, to]` in seconds: invocations and probes fail
 * @param options.acts what somebody does, one after the other: pause, resume, off, on; or `{ kind, at }`, at in seconds
 * @param options.failing the part of the breaker's calls that fail; of these, one in three has taken effect
 * @param options.twice whether each start of the breaker comes twice, within 4 s, with a list of executions that is up to 5 s old
 * @returns the pipeline at its end, with `broken`, the laws that it broke, and `log`
 */
export async function live(seed, { hours = 4, outages = [], acts = [], failing = 0, twice = false } = {}) {
  const random = randomNumbers(seed);
  const between = (low, high) => low + (high - low) * random();
  const schedule = new Schedule();
  const parameters = new Parameters({ "/p/enabled": "true", "/p/breaker": "closed", "/p/closings": "none" });
  const world = { parameters, mapping: true, alarm: "OK", log: [], broken: new Set() };
  const [mark, enabled] = [() => parameters.value("/p/breaker"), () => parameters.value("/p/enabled")];
  const end = start + seconds(3600 * hours);
  const say = (text) => world.log.push(`${((schedule.now - start) / 1000).toFixed(1)} ${text}`);
  const fails = () => schedule.now < end && outages.some(([from, to]) => schedule.now >= start + seconds(from) && schedule.now < start + seconds(to));
  const pause = (low, high) => schedule.at(schedule.now + seconds(between(low, high)));

  let busyUntil = 0;
  const setMapping = (on, who) => {
    if (schedule.now < busyUntil) throw new StateError("Lambda.ResourceInUseException");
    if (world.mapping !== on) busyUntil = schedule.now + seconds(between(2, 20));
    world.mapping = on;
    say(`${who}: mapping ${on}`);
  };

  const running = new Map();
  let count = 0;
  const begin = (input) => schedule.add(async () => {
    const id = `e${String(++count).padStart(3, "0")}`;
    await pause(0, twice ? 4 : 0.3);
    const began = schedule.now;
    running.set(id, began);
    say(`${id} begins ${JSON.stringify(input)}`);
    const calls = {
      "sfn:listExecutions": () => ({ Executions: [...running]
        .filter(([arn, since]) => arn === id || !twice || schedule.now - since > seconds(between(0, 5)))
        .map(([ExecutionArn, since]) => ({ ExecutionArn, StartDate: new Date(since).toISOString() })) }),
      "ssm:getParameters": ({ Names }) => parameters.get(Names),
      "ssm:putParameter": ({ Name, Value }) => {
        say(`${id}: ${Name} ${Value}`);
        return { Version: parameters.write(Name, Value) };
      },
      "lambda:updateEventSourceMapping": ({ Enabled }) => setMapping(Enabled, id),
      "cloudwatch:describeAlarms": () => ({ MetricAlarms: [{ StateValue: world.alarm }] }),
      "cloudwatch:putMetricData": () => ({}),
      "lambda:invoke": () => {
        if (fails()) throw new StateError("Function.ZerobusUnavailable");
        return {};
      },
      "sfn:startExecution": ({ Input }) => begin(JSON.parse(Input)),
    };
    const services = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, async (request, clock) => {
      clock.wait(between(0.02, name === "lambda:invoke" ? 8 : 0.15));
      await schedule.at(clock.now());
      if (schedule.now < end && random() < failing) {
        // The mark is the exception: what a write that fails has overwritten, nobody can know.
        if (random() < 1 / 3 && name !== "ssm:putParameter") call(request);
        throw new StateError("ThrottlingException");
      }
      return call(request);
    }]));
    const context = { Execution: { Id: id, StartTime: new Date(began).toISOString() }, StateMachine: { Id: "machine" } };
    const result = await run(definition, input, services, { now: began, steps: 20000, context });
    running.delete(id);
    say(`${id} ends: ${result.error ?? result.path.at(-1)}`);
    if (result.status === "FAILED") begin({ resumed: true });
  });

  // Each minute; the alarm looks at 15 of them.
  schedule.add(async () => {
    const minutes = [];
    let unseen = 0;
    for (let time = start; time < end; time += seconds(60)) {
      await schedule.at(time);
      minutes.push(world.mapping && fails());
      const bad = [0, 1, 2].filter((i) => minutes.slice(-15).slice(5 * i, 5 * i + 5).some(Boolean)).length;
      const state = minutes.length >= 15 && bad >= 2 ? "ALARM" : "OK";
      if (state !== world.alarm) {
        world.alarm = state;
        say(`alarm ${state}`);
        if (state === "ALARM") for (let i = 0; i < (twice ? 2 : 1); i++) begin({});
      }
      unseen = world.mapping && state === "ALARM" ? unseen + 60 : 0;
      // 5 minutes between two looks, one minute of standing by, and calls that are tried again.
      if (unseen > (failing > 0 ? 1200 : 480)) world.broken.add("enabled for long while the alarm is in ALARM");
    }
  });

  const until = async (call) => {
    for (;;) {
      try {
        return call();
      } catch {
        await pause(3, 3);
      }
    }
  };
  const apply = async (value) => {
    const [planned, seen] = [value === "true" && mark() === "closed", world.mapping];
    await pause(3, 30);
    if (enabled() !== value) parameters.write("/p/enabled", value);
    await pause(1, 3);
    if (planned !== seen) await until(() => setMapping(planned, `apply enabled=${value}`));
  };
  let byHand = null;
  const write = (value) => {
    parameters.write("/p/breaker", byHand = value);
    say(`by hand: ${value}`);
  };
  const kinds = {
    pause: async () => {
      write("paused");
      await pause(1, 8);
      await until(() => setMapping(false, "by hand"));
    },
    resume: async () => {
      write("closed");
      await pause(1, 8);
      await apply(enabled());
    },
    off: () => apply("false"),
    on: () => apply("true"),
  };
  schedule.add(async () => {
    for (const act of acts) {
      await (typeof act === "string" ? pause(60, 2400) : schedule.at(start + seconds(act.at)));
      await kinds[act.kind ?? act]();
    }
  });

  await schedule.done;
  if (mark() === "open") world.broken.add("open, and no execution runs");
  if (world.mapping !== (enabled() === "true" && mark() === "closed")) {
    world.broken.add(`enabled ${enabled()}, mark ${mark()}, mapping ${world.mapping}`);
  }
  if (byHand === "paused" && mark() !== "paused") world.broken.add(`a pause by hand became ${mark()}`);
  return world;
}
