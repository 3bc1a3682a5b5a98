// prune.asl.json against a stand-in of Lambda: it deletes what is old, and nothing that an alias or a kept version uses.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { run, StateError } from "./interpreter.mjs";
import { LambdaStandIn } from "./lambda.mjs";
import { validate } from "./modules.mjs";

const definition = JSON.parse(readFileSync(new URL("../../modules/pipeline/prune.asl.json", import.meta.url), "utf8"));
const input = { functionName: "orders", layerNames: ["orders", "orders-descriptors"], keep: 5 };
const layer = (version) => LambdaStandIn.layerArn("orders", version);

// Version n uses version n of the layer, and always version 1 of the layer of descriptors.
function orders(count, live, options) {
  const lambda = new LambdaStandIn(options);
  lambda.addFunction("orders", count, {
    aliases: live ? [{ Name: "live", FunctionVersion: String(live) }] : [],
    layersOf: (v) => [layer(v === "$LATEST" ? count : Number(v)), LambdaStandIn.layerArn("orders-descriptors", 1)],
  });
  lambda.addLayer("orders", count);
  lambda.addLayer("orders-descriptors", 8);
  return lambda;
}

const numbers = (lambda) => lambda.versionsOf("orders").filter((v) => v !== "$LATEST").map(Number).sort((a, b) => a - b);
const layers = (lambda, name) => [...lambda.layers.get(name)].sort((a, b) => a - b);

test("Definition_IsAmazonStatesLanguage", () => {
  const { isValid, errors } = validate(definition);
  assert.ok(isValid, JSON.stringify(errors));
});

test("Prune_WithManyVersions_KeepsTheNewest", async () => {
  const lambda = orders(12, 12);
  const result = await run(definition, input, lambda.services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [8, 9, 10, 11, 12]);
  assert.ok(lambda.versionsOf("orders").includes("$LATEST"));
  assert.deepEqual(layers(lambda, "orders"), [8, 9, 10, 11, 12]);
});

test("Prune_WithNumbersOfTwoLengths_SortsThemAsNumbers", async () => {
  const lambda = orders(101, 101);
  await run(definition, input, lambda.services);
  assert.deepEqual(numbers(lambda), [97, 98, 99, 100, 101]);
});

test("Prune_AfterARollback_KeepsTheVersionOfTheAliasAndItsLayer", async () => {
  const lambda = orders(12, 3);
  const result = await run(definition, input, lambda.services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [3, 8, 9, 10, 11, 12]);
  assert.deepEqual(layers(lambda, "orders"), [3, 8, 9, 10, 11, 12]);
});

test("Prune_WithAWeightedAlias_KeepsBothVersions", async () => {
  const lambda = orders(12, 12);
  lambda.functions.get("orders").aliases = [
    { Name: "live", FunctionVersion: "4", RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } },
    { Name: "other", FunctionVersion: "6" },
  ];
  await run(definition, input, lambda.services);
  assert.deepEqual(numbers(lambda), [2, 4, 6, 8, 9, 10, 11, 12]);
});

test("Prune_OfALayerThatDoesNotExist_GoesOn", async () => {
  for (const missing of ["empty", "refused"]) {
    const lambda = orders(12, 12);
    const list = lambda.services["lambda:listLayerVersions"];
    lambda.services["lambda:listLayerVersions"] = async (request, ...rest) => {
      if (request.LayerName === "refused") throw new StateError("Lambda.ResourceNotFoundException");
      return list(request, ...rest);
    };
    const result = await run(definition, { ...input, layerNames: [missing, "orders"] }, lambda.services);
    assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
    assert.deepEqual(layers(lambda, "orders"), [8, 9, 10, 11, 12]);
  }
});

test("Prune_OfALayerThatKeptVersionsUse_KeepsThatVersion", async () => {
  const lambda = orders(12, 12);
  await run(definition, input, lambda.services);
  assert.deepEqual(layers(lambda, "orders-descriptors"), [1, 4, 5, 6, 7, 8]);
});

for (const count of [0, 1, 5]) {
  test(`Prune_With${count}Versions_DeletesNothing`, async () => {
    const lambda = orders(count, count);
    lambda.addLayer("orders-descriptors", 1);
    const result = await run(definition, input, lambda.services);
    assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
    assert.deepEqual(result.calls.filter((c) => c.action.startsWith("lambda:delete")), []);
  });
}

test("Prune_WithOneVersionTooMany_DeletesOne", async () => {
  const lambda = orders(6, 6);
  const result = await run(definition, input, lambda.services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [2, 3, 4, 5, 6]);
});

test("Prune_OfSeveralPages_ReadsThemAll", async () => {
  const lambda = orders(23, 2, { pageSize: 3 });
  const result = await run(definition, input, lambda.services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [2, 19, 20, 21, 22, 23]);
  assert.deepEqual(layers(lambda, "orders"), [2, 19, 20, 21, 22, 23]);
});

test("Prune_WhenTheAliasMovesMeanwhile_LeavesItsVersion", async () => {
  const lambda = orders(12, 12);
  const services = { ...lambda.services };
  services["lambda:listVersionsByFunction"] = async (given) => {
    lambda.functions.get("orders").aliases[0].FunctionVersion = "3";
    return lambda.services["lambda:listVersionsByFunction"](given);
  };
  const result = await run(definition, input, services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [3, 8, 9, 10, 11, 12]);
  assert.ok(layers(lambda, "orders").includes(3), "the layer of a version that stayed must stay");
});

test("Prune_WhenSomebodyElseDeletesToo_GoesOn", async () => {
  const lambda = orders(12, 12);
  const services = { ...lambda.services };
  services["lambda:deleteFunction"] = async (given) => {
    await lambda.services["lambda:deleteFunction"](given);
    return lambda.services["lambda:deleteFunction"](given);
  };
  const result = await run(definition, input, services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [8, 9, 10, 11, 12]);
});

test("Prune_WhenLambdaThrottles_TriesAgain", async () => {
  const lambda = orders(12, 12);
  lambda.failures.push("Lambda.TooManyRequestsException", "Lambda.ServiceException");
  const result = await run(definition, input, lambda.services);
  assert.equal(result.status, "SUCCEEDED", `${result.error}: ${result.cause}`);
  assert.deepEqual(numbers(lambda), [8, 9, 10, 11, 12]);
});

test("Prune_WithoutTheRight_FailsVisiblyAndDeletesNothing", async () => {
  const lambda = orders(12, 12);
  lambda.failures.push("Lambda.AccessDeniedException");
  const result = await run(definition, input, lambda.services);
  assert.equal(result.error, "Lambda.AccessDeniedException");
  assert.equal(numbers(lambda).length, 12);
});

test("Prune_CallsOnly_WhatItsRoleAllows", async () => {
  const allowed = readFileSync(new URL("../../modules/pipeline/prune.tf", import.meta.url), "utf8").match(/"lambda:[A-Za-z]+"/g)
    .map((a) => a.slice(8, -1).toLowerCase());
  const { calls } = await run(definition, input, orders(12, 12).services);
  const called = new Set(calls.map((c) => c.action.slice(7).toLowerCase()));
  assert.deepEqual([...called].sort(), [...new Set(allowed)].sort());
});
