// Runs a state machine of Amazon States Language that has `QueryLanguage: JSONata`. It knows the states that the module's
// machines use: Task, Choice, Map (inline), Parallel, Pass, Wait, Succeed and Fail, with Arguments, Assign, Output, Retry and
// Catch. What it does not know, it refuses. Waiting takes no time: the clock moves on instead.

import { createHash, randomUUID } from "node:crypto";
import { jsonata } from "./modules.mjs";

/** An error with the name that Retry and Catch compare, such as `Lambda.ResourceNotFoundException`. */
export class StateError extends Error {
  constructor(error, cause = "") {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/**
 * Runs a definition to its end.
 *
 * @param definition the state machine
 * @param input the input of the execution
 * @param services what tasks call, by the end of their resource: `{ "lambda:listAliases": async (arguments, clock) => result }`.
 *   A call fails with a StateError.
 * @param options.context is added to `$states.context`; options.now is the time of the start in milliseconds;
 *   options.steps is the highest number of states to enter, so that an endless loop fails the test
 * @returns `{ status, output, error, cause, path, calls, waited }`: path has the names of the states in their order, calls what
 *   the tasks did (`{ state, action, arguments }`), waited the seconds that the machine has waited
 */
export async function run(definition, input = {}, services = {}, options = {}) {
  check(definition.QueryLanguage === "JSONata", "the machine does not have QueryLanguage JSONata");
  const trace = { path: [], calls: [] };
  const clock = {
    milliseconds: options.now ?? Date.UTC(2026, 0, 1),
    started: options.now ?? Date.UTC(2026, 0, 1),
    left: options.steps ?? 1000,
    now: () => clock.milliseconds,
    wait: (seconds) => (clock.milliseconds += seconds * 1000),
  };
  const context = {
    Execution: { Id: "execution", Name: "execution", Input: input, StartTime: new Date(clock.milliseconds).toISOString() },
    StateMachine: { Id: "machine", Name: "machine" },
    ...options.context,
  };
  const machine = { services, trace, clock };
  const waited = () => (clock.milliseconds - clock.started) / 1000;
  try {
    const output = await runStates(definition, input, new Scope(), context, machine);
    return { status: "SUCCEEDED", output, ...trace, waited: waited() };
  } catch (e) {
    if (!(e instanceof StateError)) throw e;
    return { status: "FAILED", error: e.error, cause: e.cause, ...trace, waited: waited() };
  }
}

/** Variables. A Map or a Parallel state reads those around it, and assigns its own only. */
class Scope {
  constructor(outer = null) {
    this.outer = outer;
    this.values = {};
  }

  all() {
    return { ...this.outer?.all(), ...this.values };
  }

  assign(values) {
    for (const name of Object.keys(values)) {
      check(!(this.outer && name in this.outer.all()), `a state inside Map or Parallel assigns the outer variable ${name}`);
    }
    Object.assign(this.values, values);
  }
}

async function runStates(block, input, scope, context, machine) {
  let name = block.StartAt;
  let value = input;
  while (true) {
    const state = block.States[name];
    check(state, `there is no state ${name}`);
    check(machine.clock.left-- > 0, `the machine does not end: it is in ${name} again`);
    machine.trace.path.push(name);
    const here = { ...context, State: { Name: name, EnteredTime: new Date(machine.clock.now()).toISOString(), RetryCount: 0 } };
    const step = await enter(state, name, value, scope, here, machine);
    value = step.output;
    if (step.ends) return value;
    name = step.next;
  }
}

async function enter(state, name, input, scope, context, machine) {
  for (const field of ["InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath"]) {
    check(!(field in state), `${name} has ${field}, which JSONata does not have`);
  }
  check(state.QueryLanguage === undefined || state.QueryLanguage === "JSONata", `${name} is not JSONata`);
  const attempts = new Map();
  while (true) {
    try {
      return await attempt(state, name, input, scope, context, machine);
    } catch (e) {
      if (!(e instanceof StateError)) throw e;
      const retrier = (state.Retry ?? []).find((r) => matches(r.ErrorEquals, e));
      const count = attempts.get(retrier) ?? 0;
      if (retrier && count < (retrier.MaxAttempts ?? 3)) {
        attempts.set(retrier, count + 1);
        context.State.RetryCount++;
        const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** count;
        machine.clock.wait(Math.min(seconds, retrier.MaxDelaySeconds ?? Infinity));
        continue;
      }
      const catcher = (state.Catch ?? []).find((c) => matches(c.ErrorEquals, e));
      if (!catcher) throw e;
      const errorOutput = { Error: e.error, Cause: e.cause };
      return leave(catcher, { input, errorOutput, context }, scope, catcher.Next, errorOutput);
    }
  }
}

async function attempt(state, name, input, scope, context, machine) {
  const states = { input, context };
  switch (state.Type) {
    case "Pass":
      return leave(state, states, scope, state.Next, input, state.End);
    case "Succeed":
      return leave(state, states, scope, undefined, input, true);
    case "Fail": {
      const [error, cause] = [await evaluate(state.Error ?? "", states, scope), await evaluate(state.Cause ?? "", states, scope)];
      throw new StateError(error, cause);
    }
    case "Wait": {
      const seconds = state.Timestamp === undefined
        ? await evaluate(state.Seconds, states, scope)
        : (Date.parse(await evaluate(state.Timestamp, states, scope)) - machine.clock.now()) / 1000;
      if (!(Number.isFinite(seconds) && (state.Timestamp !== undefined || (Number.isInteger(seconds) && seconds >= 0)))) {
        throw new StateError("States.QueryEvaluationError", `${name} waits for ${JSON.stringify(seconds)}`);
      }
      machine.clock.wait(Math.max(0, seconds));
      return leave(state, states, scope, state.Next, input, state.End);
    }
    case "Choice":
      for (const rule of state.Choices) {
        const condition = await evaluate(rule.Condition, states, scope);
        if (typeof condition !== "boolean") {
          throw new StateError("States.QueryEvaluationError", `a condition of ${name} is not true or false`);
        }
        if (condition) return leave(rule, states, scope, rule.Next, input);
      }
      if (!state.Default) throw new StateError("States.NoChoiceMatched", name);
      return leave(state, states, scope, state.Default, input);
    case "Task": {
      const action = actionOf(state.Resource);
      const service = machine.services[action];
      check(service, `${name} calls ${action}, which the test does not have`);
      const given = state.Arguments === undefined ? input : await evaluate(state.Arguments, states, scope);
      machine.trace.calls.push({ state: name, action, arguments: given });
      const result = json(await service(given, machine.clock)) ?? {};
      return leave(state, { ...states, result }, scope, state.Next, result, state.End);
    }
    case "Map": {
      check((state.ItemProcessor.ProcessorConfig?.Mode ?? "INLINE") === "INLINE", `${name} is not inline`);
      check(!state.ItemReader && !state.ItemBatcher && !state.ResultWriter, `${name} reads or writes with S3`);
      const items = state.Items === undefined ? input : await evaluate(state.Items, states, scope);
      if (!Array.isArray(items)) throw new StateError("States.QueryEvaluationError", `Items of ${name} is not an array`);
      const result = [];
      for (const [index, item] of items.entries()) {
        const within = { ...context, Map: { Item: { Index: index, Value: item } } };
        const given = state.ItemSelector === undefined
          ? item : await evaluate(state.ItemSelector, { input, context: within }, scope);
        result.push(await runStates(state.ItemProcessor, given, new Scope(scope), within, machine));
      }
      return leave(state, { ...states, result }, scope, state.Next, result, state.End);
    }
    case "Parallel": {
      const given = state.Arguments === undefined ? input : await evaluate(state.Arguments, states, scope);
      const result = [];
      for (const branch of state.Branches) result.push(await runStates(branch, given, new Scope(scope), context, machine));
      return leave(state, { ...states, result }, scope, state.Next, result, state.End);
    }
    default:
      throw new Error(`${name} is a ${state.Type}, which this interpreter does not know`);
  }
}

// Output and Assign see the variables as they were before the state.
async function leave(rule, states, scope, next, unchanged, ends = false) {
  const output = "Output" in rule ? await evaluate(rule.Output, states, scope) : unchanged;
  if (rule.Assign) scope.assign(await evaluate(rule.Assign, states, scope));
  check(ends || next, "a state has neither Next nor End");
  return { output, next, ends };
}

/** The end of a resource: `lambda:listAliases` of `arn:aws:states:::aws-sdk:lambda:listAliases`. */
function actionOf(resource) {
  const match = /^arn:aws[a-z-]*:states:::(?:aws-sdk:)?([a-z0-9]+:[A-Za-z]+)$/.exec(resource ?? "");
  check(match, `${resource} is not a resource of an integration without a callback`);
  return match[1];
}

// States.ALL catches everything but these two; States.TaskFailed is any error of a task but a time-out.
function matches(names, { error }) {
  return names.some((n) =>
    n === error
    || (n === "States.ALL" && error !== "States.DataLimitExceeded" && error !== "States.Runtime")
    || (n === "States.TaskFailed" && !error.startsWith("States.")));
}

/** Evaluates each text of the form `{% … %}` within a value. */
async function evaluate(value, states, scope) {
  if (Array.isArray(value)) return Promise.all(value.map((v) => evaluate(v, states, scope)));
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(async ([k, v]) => [k, await evaluate(v, states, scope)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const match = typeof value === "string" ? /^\{%([^]*)%\}$/.exec(value) : null;
  if (!match) return value;
  const source = match[1].trim();
  try {
    const expression = jsonata(source);
    for (const [name, [body, signature]] of Object.entries(functions)) expression.registerFunction(name, body, signature);
    // Step Functions has no root of data: everything is a variable.
    const result = await expression.evaluate(undefined, { ...scope.all(), states });
    if (result === undefined) throw new Error("the expression returned nothing");
    check(typeof result !== "function", "the expression returned a function");
    return json(result);
  } catch (e) {
    throw new StateError("States.QueryEvaluationError", `${e.message} in ${source}`);
  }
}

// What Step Functions adds to JSONata.
const functions = {
  partition: [(list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size)), "<a-n:a>"],
  range: [(first, last, step) => Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step), "<nnn:a<n>>"],
  hash: [(text, algorithm) => createHash(algorithm.replace("-", "").toLowerCase()).update(text).digest("hex"), "<ss:s>"],
  random: [() => 0.5, "<n?:n>"],
  uuid: [() => randomUUID(), "<:s>"],
  parse: [(text) => JSON.parse(text), "<s:x>"],
  eval: [() => { throw new Error("Step Functions has no $eval"); }, "<sx?:x>"],
};

// A value between states is JSON: no undefined, no dates, no marks that JSONata puts on its sequences.
function json(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function check(condition, message) {
  if (!condition) throw new Error(message);
}
