#!/usr/bin/env bash
# Plans and applies with client secrets that can be found, and looks for them in everything that Terraform writes: its output, the
# plans, the plans as JSON, the states and the outputs. It runs within check.sh, whose providers make up what AWS would answer.
#
#   tests/secret_stays_out.sh PATH/TO/check.sh
#
# - A new secret, the next version of it, and one that is kept (keep_client_secret).
# - A secret although every pipeline has its own.
# - A client secret in environment_variables is refused, because these values are in the state.
set -euo pipefail

check=$(realpath "${1:?usage: $0 PATH/TO/check.sh}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints what is in a saved plan, which is a zip.
cat >"$work/unpack.mjs" <<'END'
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
const zip = readFileSync(process.argv[2]);
const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
let at = zip.readUInt32LE(end + 16);
for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
  const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(data, data + size);
  process.stdout.write(method === 8 ? inflateRawSync(bytes) : bytes);
  at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
}
END

# check.sh keeps its providers alive only while its own `terraform plan` runs. This stands in front of the real program and
# does the rest there: applies with providers that create nothing.
real=$(command -v terraform)
# As Databricks writes them: dose, and 32 hexadecimal digits. The last four say which one it is.
planted=dose$(echo $$ $RANDOM $RANDOM | sha256sum | cut -c1-28)
mkdir "$work/bin" "$work/seen"
cat >"$work/bin/terraform" <<EOF
#!/usr/bin/env bash
[ "\${1:-}" = plan ] || exec "$real" "\$@"
terraform=$real
work=$work
planted=$planted
EOF
cat >>"$work/bin/terraform" <<'EOF'
set -euo pipefail
options=(-input=false -no-color -var-file=terraform.tfvars.example)
# deploys NAME ARGUMENT...: plans and applies, and keeps what Terraform writes
deploys() {
  local seen=$work/seen/$1
  shift
  "$terraform" plan "${options[@]}" "$@" -out=next.tfplan
  node "$work/unpack.mjs" next.tfplan >"$seen.plan"
  "$terraform" show -json next.tfplan >"$seen.plan.json"
  "$terraform" apply -input=false -no-color next.tfplan
  "$terraform" show -json >"$seen.state.json"
  "$terraform" output -json >"$seen.output.json"
  cp terraform.tfstate "$seen.tfstate"
}
# refuses WORDS ARGUMENT...: a plan that fails, and says so with these words
refuses() {
  local words=$1
  shift
  if "$terraform" plan "${options[@]}" "$@" -out=next.tfplan >refusal 2>&1; then
    echo "FAILED: a plan must be refused that has a client secret in another place: $*" | sed "s/$planted/<the secret>/g"
    exit 1
  fi
  cat refusal
  tr '\n' ' ' <refusal | tr -s ' ' | grep -qF "$words" || { echo "FAILED: the refusal does not say: $words" && exit 1; }
}

export TF_VAR_databricks_client_secret=${planted}0001
deploys new
"$terraform" plan "${options[@]}"

export TF_VAR_databricks_client_secret=${planted}0002
deploys next_version -var databricks_client_secret_version=2
refuses "Both databricks_client_secret and keep_client_secret are set" -var keep_client_secret=true

value="environment_variables has a secret or a token of Databricks: OTHER_NAME"
refuses "$value" -var "environment_variables={ OTHER_NAME = \"${planted}0002\" }"
refuses "$value" -var "pipelines={ orders = { mapping_file = \"../mappings/orders.yaml\", environment_variables = { OTHER_NAME = \"${planted}0002\" } } }" \
  -var primary_pipeline=orders
refuses "DATABRICKS_CLIENT_SECRET would be in the state" -var "environment_variables={ DATABRICKS_CLIENT_SECRET = \"${planted}0004\" }"

unset TF_VAR_databricks_client_secret
deploys kept -var keep_client_secret=true -var databricks_client_secret_version=2 -var "environment_variables={ PLAIN = \"no-secret-$planted\" }"

# Nobody needs this one. The others come from what their owners have made.
export TF_VAR_databricks_client_secret=${planted}0003
sed -E 's|^( *)mapping_file .*|&\n\1databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:own-AbCdEf"|' \
  terraform.tfvars.example >own.tfvars
options=(-input=false -no-color -var-file=own.tfvars)
deploys own_secrets
EOF
chmod +x "$work/bin/terraform"

PATH=$work/bin:$PATH "$check" "$root" --file=../artifacts/package/bootstrap.zip --plan >"$work/seen/log" 2>&1 \
  || { sed "s/$planted/<the secret>/g" "$work/seen/log" && exit 1; }

for name in new next_version kept own_secrets; do
  for file in "$name".{plan,plan.json,state.json,output.json,tfstate}; do
    [ -s "$work/seen/$file" ] || { echo "Terraform wrote no $file, so nothing is proved." && exit 1; }
  done
done
versions=$(grep -ho '"secret_string_wo_version": [0-9]*' "$work"/seen/{new,next_version,kept}.tfstate | grep -o '[0-9]*$' | tr '\n' ' ')
[ "$versions" = "1 2 2 " ] || { echo "The states have other versions of the secret than 1, 2 and 2: $versions" && exit 1; }
if grep -q '"secret_string_wo_version"' "$work/seen/own_secrets.tfstate"; then echo "A secret was written that no pipeline reads." && exit 1; fi
# The search finds a plain value, so it finds secrets too.
for file in kept.{plan,plan.json,state.json,tfstate}; do
  grep -qF "no-secret-$planted" "$work/seen/$file" || { echo "The search does not find what is in $file." && exit 1; }
done
sed -i "s/no-secret-$planted//g" "$work"/seen/*

if found=$(grep -rl -e "$planted" -e "$(printf %s "$planted" | base64 | cut -c1-12)" "$work/seen"); then
  echo "A client secret is in: ${found//"$work/seen/"/}"
  exit 1
fi
echo "The client secrets are in none of: plans, states, outputs, log; and none is taken as an environment variable."
