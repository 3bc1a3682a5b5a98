// A stand-in of the part of Lambda's API that keeps versions: functions, aliases and layers, in pages as Lambda gives them.

import { StateError } from "./interpreter.mjs";

export class LambdaStandIn {
  constructor({ pageSize = 50 } = {}) {
    this.pageSize = pageSize;
    this.functions = new Map();
    this.layers = new Map();
    this.failures = [];
  }

  /** A function with versions 1 to `count`; `layersOf` gives the ARNs of the layers of a version. */
  addFunction(name, count, { aliases = [], layersOf = () => [] } = {}) {
    const versions = ["$LATEST", ...Array.from({ length: count }, (_, i) => String(i + 1))];
    this.functions.set(name, { aliases, versions: versions.map((Version) => ({ Version, Layers: layersOf(Version).map((Arn) => ({ Arn })) })) });
  }

  /** A layer with versions 1 to `count`. */
  addLayer(name, count) {
    this.layers.set(name, Array.from({ length: count }, (_, i) => i + 1));
  }

  static layerArn(name, version) {
    return `arn:aws:lambda:us-west-2:123456789012:layer:${name}:${version}`;
  }

  versionsOf(name) {
    return this.functions.get(name).versions.map((v) => v.Version);
  }

  /** The actions, as `run` takes them. */
  get services() {
    const action = (call) => async (given) => {
      const failure = this.failures.shift();
      if (failure) throw new StateError(failure, "as the test says");
      return call(given);
    };
    return {
      "lambda:listAliases": action(({ FunctionName, Marker }) => page("Aliases", this.#function(FunctionName).aliases, Marker, this.pageSize)),
      "lambda:listVersionsByFunction": action(
        ({ FunctionName, Marker }) => page("Versions", this.#function(FunctionName).versions, Marker, this.pageSize)),
      "lambda:listLayerVersions": action(({ LayerName, Marker }) => {
        // Newest first, as Lambda lists them. A layer that does not exist has no versions.
        const versions = [...(this.layers.get(LayerName) ?? [])].sort((a, b) => b - a);
        return page("LayerVersions", versions.map((v) => ({ Version: v, LayerVersionArn: LambdaStandIn.layerArn(LayerName, v) })), Marker, this.pageSize);
      }),
      "lambda:deleteFunction": action(({ FunctionName, Qualifier }) => {
        if (!Qualifier) throw new Error("DeleteFunction without a version deletes the function");
        const found = this.#function(FunctionName);
        if (Qualifier === "$LATEST") throw new StateError("Lambda.InvalidParameterValueException", "$LATEST");
        if (found.aliases.some((a) => a.FunctionVersion === Qualifier || a.RoutingConfig?.AdditionalVersionWeights?.[Qualifier])) {
          throw new StateError("Lambda.ResourceConflictException", "an alias uses the version");
        }
        const index = found.versions.findIndex((v) => v.Version === Qualifier);
        if (index < 0) throw new StateError("Lambda.ResourceNotFoundException", Qualifier);
        found.versions.splice(index, 1);
      }),
      // Succeeds for a version that does not exist, as Lambda does.
      "lambda:deleteLayerVersion": action(({ LayerName, VersionNumber }) => {
        if (!Number.isInteger(VersionNumber)) throw new StateError("Lambda.InvalidParameterValueException", String(VersionNumber));
        this.layers.set(LayerName, (this.layers.get(LayerName) ?? []).filter((v) => v !== VersionNumber));
      }),
    };
  }

  #function(name) {
    const found = this.functions.get(name);
    if (!found) throw new StateError("Lambda.ResourceNotFoundException", name);
    return found;
  }
}

function page(field, all, marker, size) {
  const start = marker ? Number(marker) : 0;
  const next = start + size;
  return { [field]: all.slice(start, next), ...(next < all.length ? { NextMarker: String(next) } : {}) };
}
