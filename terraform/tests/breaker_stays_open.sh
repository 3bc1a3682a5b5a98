#!/usr/bin/env bash
# Applies a pipeline, lets the breaker open, and plans again: an apply must not enable what the breaker has paused, and must
# enable again what it has closed. It runs within check.sh, whose providers make up what AWS would answer.
#
#   tests/breaker_stays_open.sh PATH/TO/check.sh
set -euo pipefail

check=$(realpath "${1:?usage: $0 PATH/TO/check.sh}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Writes into the state what the breaker writes to AWS, and says what a plan does with the event source mapping.
cat >"$work/edit.mjs" <<'END'
import { readFileSync, writeFileSync } from "node:fs";
const [mark, enabled] = process.argv.slice(2);
const state = JSON.parse(readFileSync("terraform.tfstate", "utf8"));
const attributes = (type, name) =>
  state.resources.find((r) => r.type === type && r.name === name).instances[0].attributes;
attributes("aws_ssm_parameter", "breaker").insecure_value = mark;
attributes("aws_lambda_event_source_mapping", "queue").enabled = enabled === "true";
state.serial++;
writeFileSync("terraform.tfstate", JSON.stringify(state));
END
cat >"$work/look.mjs" <<'END'
import { readFileSync } from "node:fs";
const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { change } = plan.resource_changes.find((r) => r.type === "aws_lambda_event_source_mapping");
console.log(`${change.actions.join("+")} ${change.before.enabled}->${change.after.enabled}`);
END

# check.sh keeps its providers alive only while its own `terraform plan` runs. This stands in front of the real program.
real=$(command -v terraform)
mkdir "$work/bin"
cat >"$work/bin/terraform" <<END
#!/usr/bin/env bash
set -euo pipefail
[ "\${1:-}" = plan ] || exec "$real" "\$@"
"$real" "\$@" -out=first.tfplan
"$real" apply -input=false -no-color first.tfplan
see() {
  local name=\$1
  shift
  "$real" "\$@" -out=next.tfplan
  "$real" show -json next.tfplan >next.json
  echo "\$name: \$(node "$work/look.mjs" next.json)" >>"$work/seen"
}
node "$work/edit.mjs" open false
see open "\$@"
see paused "\$@" -var=enabled=false
node "$work/edit.mjs" paused false
see by-hand "\$@"
node "$work/edit.mjs" closed false
see closed "\$@"
END
chmod +x "$work/bin/terraform"

TF_VAR_databricks_client_secret=x PATH=$work/bin:$PATH "$check" "$root" --file=../artifacts/package/bootstrap.zip --plan \
  -var=databricks_host=https://dbc-a1b2345c-d6e7.cloud.databricks.com -var=databricks_client_id=11111111-2222-3333-4444-555555555555 \
  -var=zerobus_endpoint=https://1234567890123456.zerobus.us-west-2.cloud.databricks.com -var=table_name=main.raw.sqs_messages \
  >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }

expected='open: no-op false->false
paused: no-op false->false
by-hand: no-op false->false
closed: update false->true'
if [ "$(cat "$work/seen")" != "$expected" ]; then
  diff <(echo "$expected") "$work/seen" || true
  exit 1
fi
echo "An apply leaves an open breaker open, and enables a closed one."
