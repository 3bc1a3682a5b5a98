// The interpreter itself: what Step Functions does with a state, on machines of a few states.

import assert from "node:assert/strict";
import { test } from "node:test";
import { run, StateError } from "./interpreter.mjs";
import { validate } from "./modules.mjs";

const machine = (StartAt, States) => {
  const definition = { QueryLanguage: "JSONata", StartAt, States };
  const { isValid, errors } = validate(definition);
  assert.ok(isValid, JSON.stringify(errors));
  return definition;
};

const failing = (...errors) => async () => {
  const error = errors.shift();
  if (error) throw new StateError(error, "as the test says");
  return { Done: true };
};

const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:lambda:getFunction", Arguments: { FunctionName: "f" }, End: true };

test("Assign_AndOutput_SeeTheVariablesFromBeforeTheState", async () => {
  const { output } = await run(machine("A", {
    A: { Type: "Pass", Assign: { x: 1 }, Next: "B" },
    B: { Type: "Pass", Assign: { x: "{% $x + 1 %}", y: "{% $x %}" }, Output: "{% $x %}", Next: "C" },
    C: { Type: "Pass", Output: { x: "{% $x %}", y: "{% $y %}", before: "{% $states.input %}" }, End: true },
  }));
  assert.deepEqual(output, { x: 2, y: 1, before: 1 });
});

test("Expression_ThatReturnsNothing_FailsTheState", async () => {
  const result = await run(machine("A", { A: { Type: "Pass", Output: "{% $states.input.missing %}", End: true } }), {});
  assert.equal(result.status, "FAILED");
  assert.equal(result.error, "States.QueryEvaluationError");
});

test("Retry_WithBackOff_WaitsAndTriesAgain", async () => {
  const retried = { ...task, Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 }] };
  const services = (n) => ({ "lambda:getFunction": failing(...Array(n).fill("Lambda.TooManyRequestsException")) });
  const good = await run(machine("A", { A: retried }), {}, services(2));
  assert.equal(good.status, "SUCCEEDED");
  assert.equal(good.waited, 2 + 6);
  const bad = await run(machine("A", { A: retried }), {}, services(3));
  assert.equal(bad.error, "Lambda.TooManyRequestsException");
  assert.equal(bad.calls.length, 3);
});

test("Catch_OfTheFirstNameThatFits_GetsTheError", async () => {
  const { output } = await run(machine("A", {
    A: {
      ...task,
      Catch: [
        { ErrorEquals: ["Lambda.ResourceNotFoundException"], Next: "Other" },
        { ErrorEquals: ["States.ALL"], Assign: { why: "{% $states.errorOutput.Error %}" }, Next: "End" },
      ],
    },
    Other: { Type: "Fail", Error: "Wrong" },
    End: { Type: "Pass", Output: "{% $why %}", End: true },
  }), {}, { "lambda:getFunction": failing("Lambda.ServiceException") });
  assert.equal(output, "Lambda.ServiceException");
});

test("Choice_WithoutAMatch_TakesTheDefault", async () => {
  const definition = machine("A", {
    A: { Type: "Choice", Choices: [{ Condition: "{% $states.input.n > 3 %}", Next: "Big" }], Default: "Small" },
    Big: { Type: "Succeed", Output: "{% 'big' %}" },
    Small: { Type: "Succeed", Output: "{% 'small' %}" },
  });
  assert.equal((await run(definition, { n: 4 })).output, "big");
  assert.equal((await run(definition, { n: 3 })).output, "small");
  assert.equal((await run(definition, { n: "3" })).error, "States.QueryEvaluationError");
});

test("Map_OfItems_RunsEachWithTheOuterVariables", async () => {
  const { output } = await run(machine("A", {
    A: { Type: "Pass", Assign: { by: 10 }, Next: "M" },
    M: {
      Type: "Map",
      Items: "{% $states.input.list %}",
      ItemSelector: { v: "{% $states.context.Map.Item.Value %}", i: "{% $states.context.Map.Item.Index %}" },
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "X",
        States: { X: { Type: "Pass", Output: "{% $states.input.v * $by + $states.input.i %}", End: true } },
      },
      End: true,
    },
  }), { list: [1, 2] });
  assert.deepEqual(output, [10, 21]);
});

test("Map_OfOneValueThatIsNoArray_Fails", async () => {
  const definition = machine("M", {
    M: {
      Type: "Map",
      Items: "{% $states.input.list[$ > 1] %}",
      ItemProcessor: { StartAt: "X", States: { X: { Type: "Pass", End: true } } },
      End: true,
    },
  });
  assert.equal((await run(definition, { list: [1, 2, 3] })).status, "SUCCEEDED");
  assert.equal((await run(definition, { list: [1, 2] })).error, "States.QueryEvaluationError");
});

test("Parallel_OfBranches_GivesTheirOutputs", async () => {
  const branch = (n) => ({ StartAt: `X${n}`, States: { [`X${n}`]: { Type: "Pass", Output: { n }, End: true } } });
  const { output } = await run(machine("P", {
    P: { Type: "Parallel", Branches: [branch(1), branch(2)], Output: "{% $states.result.n %}", End: true },
  }));
  assert.deepEqual(output, [1, 2]);
});

test("Wait_ForSeconds_MovesTheClock", async () => {
  const definition = machine("W", { W: { Type: "Wait", Seconds: "{% $states.input.s %}", Next: "E" }, E: { Type: "Succeed" } });
  assert.equal((await run(definition, { s: 90 })).waited, 90);
  assert.equal((await run(definition, { s: -1 })).error, "States.QueryEvaluationError");
});

test("Loop_WithoutAnEnd_FailsTheTest", async () => {
  const definition = machine("A", {
    A: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "E" }], Default: "A" },
    E: { Type: "Succeed" },
  });
  await assert.rejects(run(definition, {}, {}, { steps: 20 }), /does not end/);
});

test("Fail_OfAState_NamesErrorAndCause", async () => {
  const { status, error, cause } = await run(machine("F", { F: { Type: "Fail", Error: "Mine", Cause: "{% 'be' & 'cause' %}" } }));
  assert.deepEqual({ status, error, cause }, { status: "FAILED", error: "Mine", cause: "because" });
});
