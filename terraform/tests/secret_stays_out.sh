#!/usr/bin/env bash
# Plans, applies and plans again with a client secret that can be found, and looks for it in everything that Terraform
# writes: its output, the plan as JSON and the state. It runs within check.sh, whose providers make up what AWS would answer.
#
#   tests/secret_stays_out.sh PATH/TO/check.sh
set -euo pipefail

check=$(realpath "${1:?usage: $0 PATH/TO/check.sh}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check.sh keeps its providers alive only while its own `terraform plan` runs. This stands in front of the real program and
# does the rest there: an apply with providers that create nothing.
real=$(command -v terraform)
mkdir "$work/bin" "$work/seen"
cat >"$work/bin/terraform" <<EOF
#!/usr/bin/env bash
set -euo pipefail
[ "\${1:-}" = plan ] || exec "$real" "\$@"
"$real" "\$@" -out=first.tfplan
"$real" show -json first.tfplan >"$work/seen/plan.json"
"$real" apply -input=false -no-color first.tfplan
"$real" show -json >"$work/seen/state.json"
"$real" output -json >"$work/seen/output.json"
cp terraform.tfstate "$work/seen/"
"$real" "\$@"
EOF
chmod +x "$work/bin/terraform"

secret="planted-$$-$RANDOM$RANDOM"
PATH=$work/bin:$PATH TF_VAR_databricks_client_secret=$secret \
  "$check" "$root" --file=../artifacts/package/bootstrap.zip --plan -var-file=terraform.tfvars.example >"$work/seen/log" 2>&1 \
  || { sed "s/$secret/<the secret>/g" "$work/seen/log" && exit 1; }

for file in plan.json state.json output.json terraform.tfstate log; do
  [ -s "$work/seen/$file" ] || { echo "Terraform wrote no $file, so nothing is proved." && exit 1; }
done
grep -q '"secret_string_wo_version"' "$work/seen/terraform.tfstate" || { echo "The state has no secret version." && exit 1; }

if found=$(grep -rl -e "$secret" -e "$(printf %s "$secret" | base64)" "$work/seen"); then
  echo "The client secret is in: ${found//"$work/seen/"/}"
  exit 1
fi
echo "The client secret is in none of: plan, state, outputs, log."
