// The packages that the tests need. `run` installs them into a folder of its own and names it here.

import { createRequire } from "node:module";
import { join } from "node:path";

const folder = process.env.STATE_MACHINE_MODULES;
if (!folder) throw new Error("STATE_MACHINE_MODULES is not set. Start these tests with terraform/tests/state-machines/run.");
const require = createRequire(join(folder, "package.json"));

export const jsonata = require("jsonata");

/** Checks a definition against the schema of Amazon States Language: `{ isValid, errors }`. */
export const validate = require("asl-validator");
