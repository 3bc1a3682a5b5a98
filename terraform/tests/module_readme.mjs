// The inputs and outputs of modules/pipeline in its README, in the form of terraform-docs.
//
//   node tests/module_readme.mjs            fails if the README differs from the files
//   node tests/module_readme.mjs --write    writes them

import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../modules/pipeline/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");

const blocks = (kind) => readdirSync(folder).filter((n) => n.endsWith(".tf")).sort()
  .flatMap((n) => [...read(n).matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([^]*?)^\\}`, "gm"))])
  .map(([, name, body]) => ({ name, body, description: text(value(body, "description")) }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

// An argument of a block: the rest of its line, and if that opens a bracket, the lines to the one that closes it.
function value(body, argument) {
  const lines = body.split("\n");
  const first = lines.findIndex((line) => new RegExp(`^  ${argument} += `).test(line));
  if (first < 0) return undefined;
  const start = lines[first].replace(/^  \w+ += /, "");
  if (!/[({[]$/.test(start)) return start;
  const last = lines.findIndex((line, index) => index > first && /^  [)}\]]/.test(line));
  return [start, ...lines.slice(first + 1, last).map((line) => `${line.trim()},`), lines[last].trim()].join(" ").replaceAll(", }", " }");
}

// A text of HCL: JSON, but for `$${`, which is `${`.
const text = (source) => JSON.parse(source ?? '""').replaceAll("$${", "${");
const cell = (source) => source.replaceAll("|", "\\|");
const code = (source) => "`" + source.replace(/ += /g, " = ") + "`";

const inputs = blocks("variable").map(({ name, body, description }) => {
  const standard = value(body, "default");
  return `| ${name} | ${cell(description)} | ${cell(code(value(body, "type")))} | ${standard === undefined ? "n/a" : code(standard)} | ${standard === undefined ? "yes" : "no"} |`;
});
const outputs = blocks("output").map(({ name, description }) => `| ${name} | ${cell(description)} |`);
if (inputs.length < 30 || outputs.length < 10) throw new Error("The files have fewer variables and outputs than this script expects.");

const tables = `<!-- BEGIN_TF_DOCS -->
## Inputs

| Name | Description | Type | Default | Required |
|------|-------------|------|---------|:--------:|
${inputs.join("\n")}

## Outputs

| Name | Description |
|------|-------------|
${outputs.join("\n")}
<!-- END_TF_DOCS -->`;

const readme = read("README.md");
const current = readme.replace(/<!-- BEGIN_TF_DOCS -->[^]*<!-- END_TF_DOCS -->/, () => tables);
if (process.argv.includes("--write")) {
  writeFileSync(new URL("README.md", folder), current);
} else if (current !== readme) {
  console.log("terraform/modules/pipeline/README.md differs from the variables. Run: node terraform/tests/module_readme.mjs --write");
  process.exit(1);
}
