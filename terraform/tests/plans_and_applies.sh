#!/usr/bin/env bash
# Applies, and looks at what later plans and applies do. It runs within check.sh, whose providers make up what AWS would answer.
#
#   tests/plans_and_applies.sh PATH/TO/check.sh
#
# - A saved plan is applied on another machine, with the files that README names.
# - A second plan in a fresh checkout changes nothing.
# - So does a plan with neither program nor client secret; and `destroy` needs neither.
# - A queue that refuses its deletion ends its replacement before a new queue exists, and an apply without the change mends it.
# - An alarm is deleted after the composite alarm has left it.
# - If the probe fails after a change of the secret, the role of the live version may still read the secret before.
# - If the probe fails, the alias stays where it is, and the role of the old version is not deleted. The next apply probes again.
set -euo pipefail

check=$(realpath "${1:?usage: $0 PATH/TO/check.sh}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check.sh keeps its providers alive only while its own `terraform plan` runs. This stands in front of the real program and
# does everything there.
real=$(command -v terraform)
mkdir "$work/bin"
cat >"$work/bin/terraform" <<EOF
#!/usr/bin/env bash
[ "\${1:-}" = plan ] || exec "$real" "\$@"
terraform=$real
work=$work
EOF
cat >>"$work/bin/terraform" <<'EOF'
set -euo pipefail
options=(-input=false -no-color -var-file=terraform.tfvars.example)
keep=(-var keep_program=true -var keep_client_secret=true)
fail() { echo "FAILED: $1" && cat "$work/log" && exit 1; }
quiet() { "$terraform" "$@" >"$work/log" 2>&1; }
state() { # state EXPRESSION: what node finds; of(TYPE, NAME) are the instances of the pipeline sqs_messages
  node -e '
    const state = JSON.parse(require("fs").readFileSync("terraform.tfstate", "utf8"));
    const of = (type, name) => state.resources
      .filter((r) => r.module?.includes("sqs_messages") && r.type === type && r.name === name && r.mode === "managed")
      .flatMap((r) => r.instances);
    console.log(eval(process.argv[1]));' "$1"
}

export TF_VAR_databricks_client_secret=not-a-real-secret

# A saved plan is applied in another folder. The stand-in writes no archives and reads none, so the plan says which files an apply
# reads: these must be below .terraform/layers, and bootstrap.zip.
quiet plan "${options[@]}" -out=saved.tfplan || fail "the plan that is saved"
"$terraform" show -json saved.tfplan >saved.json
files=$(node -e '
  const plan = JSON.parse(require("fs").readFileSync("saved.json", "utf8"));
  const files = plan.resource_changes.map(({ change }) => change.after?.filename).filter((name) => typeof name === "string");
  console.log([...new Set(files.map((name) => name.replace(/^\.\//, "").replace(/[^/]+\.zip$/, "*.zip")))].sort().join(" "));')
[ "$files" = "../artifacts/package/*.zip .terraform/layers/*.zip" ] || fail "a saved plan reads other files than README says: $files"
other=$work/other
mkdir -p "$other/artifacts/package"
cp -r . "$other/terraform"
cp ../artifacts/package/bootstrap.zip "$other/artifacts/package/"
[ ! -e "$other/terraform/terraform.tfstate" ] || fail "the other machine has a state before it applies"
here=$PWD
elsewhere() { (cd "$other/terraform" && "$terraform" "$@" >"$work/log" 2>&1); }
cp -r ../descriptors/ "$other/descriptors"
if elsewhere apply -input=false -no-color saved.tfplan; then fail "README says that an apply of a saved plan needs the mappings, and it does not"; fi
grep -q "YAML file does not exist" <(tr '\n' ' ' <"$work/log") || fail "the apply without the mappings failed for another reason"
# The apply that failed has begun to write a state, which the saved plan is not for.
rm -f "$other"/terraform/terraform.tfstate*
cp -r ../mappings/ "$other/mappings"
elsewhere apply -input=false -no-color saved.tfplan || fail "the apply of a saved plan on another machine"
if grep -qF "$here" "$other/terraform/terraform.tfstate"; then fail "the state has a path of the machine that planned"; fi
elsewhere plan -detailed-exitcode "${options[@]}" || fail "the plan after the apply of a saved plan is not clean"
rm -rf "$other" saved.tfplan saved.json

quiet apply -auto-approve "${options[@]}" || fail "the first apply"

rm -rf .terraform/layers
quiet plan -detailed-exitcode "${options[@]}" || fail "the second plan is not clean"

unset TF_VAR_databricks_client_secret
rm ../artifacts/package/bootstrap.zip
quiet plan -detailed-exitcode "${options[@]}" "${keep[@]}" || fail "the plan without program and secret is not clean"
if quiet plan "${options[@]}"; then fail "a plan without program and secret must say so"; fi
grep -q keep_program "$work/log" && grep -q keep_client_secret "$work/log" || fail "the refusals name no way out"

# A queue that is replaced, and refuses its deletion as its policy does.
cp modules/pipeline/queue.tf queue
sed -i -E '/^resource "aws_sqs_queue" "(messages|dead_letters)" \{/a\
  provisioner "local-exec" {\
    when    = destroy\
    command = "echo AccessDenied >\&2 \&\& exit 1"\
  }' modules/pipeline/queue.tf
replaced=()
for resource in 'aws_sqs_queue.messages[0]' 'aws_sqs_queue.dead_letters[0]' aws_lambda_event_source_mapping.queue 'aws_sqs_queue_redrive_policy.messages[0]'; do
  replaced+=(-replace="module.pipeline[\"sqs_messages\"].$resource")
done
if quiet apply -auto-approve "${options[@]}" "${keep[@]}" "${replaced[@]}"; then fail "a queue was deleted that refuses it"; fi
grep -q AccessDenied "$work/log" || fail "the apply failed before it deleted a queue"
if grep -qE 'aws_sqs_queue\.[a-z_]+\[0\]: Creating' "$work/log"; then fail "a new queue was made before the old one was deleted"; fi
mv queue modules/pipeline/queue.tf
quiet apply -auto-approve "${options[@]}" "${keep[@]}" || fail "the apply without the change of the queue"
mended=$(state '["messages", "dead_letters"].map((n) => of("aws_sqs_queue", n)).map((q) => q.length + "" + q.filter((i) => i.deposed).length).join(" ") + " " + of("aws_lambda_event_source_mapping", "queue").length')
[ "$mended" = "10 10 1" ] || fail "the queues are not as they were: $mended"
quiet plan -detailed-exitcode "${options[@]}" "${keep[@]}" || fail "the plan after the mended queue is not clean"

# Without the breaker, three alarms go. CloudWatch refuses to delete them while the composite alarm names them.
sed 's|"../mappings/sqs_messages.yaml"|"../mappings/sqs_messages.yaml"\n    breaker = false|' terraform.tfvars.example >no_breaker.tfvars
quiet apply -auto-approve -input=false -no-color -var-file=no_breaker.tfvars "${keep[@]}" || fail "the apply without the breaker"
order=$(grep -oE 'severity\["critical"\]: Modifications complete|metric_alarm\.[a-z]+\[[^]]+\]: Destroying' "$work/log" | sed -E 's/.*: //' | tr '\n' ',')
[ "$order" = "Modifications complete,Destroying,Destroying,Destroying," ] || fail "alarms and the composite alarm changed in the wrong order: $order"
quiet apply -auto-approve "${options[@]}" "${keep[@]}" || fail "the apply with the breaker again"

# Another secret, whose probe fails: the role of the version that takes the messages may still read the old one.
failing_probe() {
  cp modules/pipeline/gate.tf gate
  sed -i '/^resource "aws_lambda_invocation" "probe" {/,/lifecycle {/ s|lifecycle {|&\
    precondition {\
      condition     = length(aws_lambda_layer_version.mapping.arn) == 0\
      error_message = "The probe fails, as the test says."\
    }|' modules/pipeline/gate.tf
}
may_read() { # may_read NAME: the secrets that the policy of this name lets the role read
  state "JSON.parse(of('aws_iam_role_policy', '$1')[0].attributes.policy).Statement.find((s) => s.Sid === 'ReadClientSecret').Resource.join(' ')"
}
# The other pipelines do not change, so their probes would fail in the plan.
target=(-target='module.pipeline["sqs_messages"]')
secret_before=$(may_read function)
[ "$(may_read live)" = "$secret_before" ] || fail "the two policies of the role differ: $(may_read live)"
new_secret=arn:aws:secretsmanager:us-west-2:123456789012:secret:another-AbCdEf
sed "s|\"../mappings/sqs_messages.yaml\"|&\n    databricks_secret_arn = \"$new_secret\"|" terraform.tfvars.example >new_secret.tfvars
with_secret=(-input=false -no-color -var-file=new_secret.tfvars "${keep[@]}")
replaced=()
for resource in aws_lambda_layer_version.mapping aws_lambda_invocation.probe; do
  replaced+=(-replace="module.pipeline[\"sqs_messages\"].$resource")
done
failing_probe
if quiet apply -auto-approve "${with_secret[@]}" "${replaced[@]}" "${target[@]}"; then fail "an apply of another secret with a failing probe succeeded"; fi
grep -q "as the test says" "$work/log" || fail "the apply of another secret failed before its probe"
[ "$(may_read function)" = "$new_secret" ] || fail "the new version may not read its secret"
[ "$(may_read live)" = "$secret_before" ] || fail "the probe failed, and the live version may not read its secret any more"
mv gate modules/pipeline/gate.tf
quiet apply -auto-approve "${with_secret[@]}" "${target[@]}" || fail "the apply of another secret"
[ "$(may_read live)" = "$new_secret" ] || fail "the role may still read the secret before: $(may_read live)"
quiet apply -auto-approve "${options[@]}" "${keep[@]}" || fail "the apply with the old secret again"

# A changed mapping, next to that of the repository, and another role.
mkdir -p changed/mappings changed/descriptors
cp ../descriptors/sqs_messages.binpb changed/descriptors/
(cat ../mappings/sqs_messages.yaml && echo "# changed") >changed/mappings/sqs_messages.yaml
sed 's|"../mappings/sqs_messages.yaml"|"changed/mappings/sqs_messages.yaml"\n    live_version = "5"|' \
  terraform.tfvars.example >changed.tfvars
changed=(-input=false -no-color -var-file=changed.tfvars "${keep[@]}" -var role_path=/other/)
# The stand-in does not know what the real provider replaces.
replaced=()
for resource in aws_lambda_layer_version.mapping 'aws_iam_role.function[0]' 'aws_iam_role_policy.function[0]' aws_lambda_invocation.probe; do
  replaced+=(-replace="module.pipeline[\"sqs_messages\"].$resource")
done
before=$(state 'of("aws_lambda_alias", "live")[0].attributes.function_version')

# A probe that fails during the apply, as that of a version that cannot start.
failing_probe
if quiet apply -auto-approve "${changed[@]}" "${replaced[@]}" "${target[@]}"; then fail "an apply with a failing probe succeeded"; fi
grep -q "as the test says" "$work/log" || fail "the apply failed before its probe"
grep -q "aws_lambda_function.ingestor: Modifications complete" "$work/log" || fail "the apply failed before it changed the function"
after=$(state 'of("aws_lambda_alias", "live")[0].attributes.function_version')
[ "$before" = "$after" ] || fail "the probe failed, and the alias moved from $before to $after"
old=$(state 'of("aws_iam_role", "function").filter((r) => r.deposed).length + " " + of("aws_iam_role_policy", "function").filter((r) => r.deposed).length')
[ "$old" = "1 1" ] || fail "the probe failed, and role and policy of the old version were deleted: $old are left"

mv gate modules/pipeline/gate.tf
quiet apply -auto-approve "${changed[@]}" || fail "the apply after the failed one"
after=$(state 'of("aws_lambda_alias", "live")[0].attributes.function_version')
[ "$after" = 5 ] || fail "the probe passed, and the alias is at $after"
probed=$(state 'of("aws_lambda_invocation", "probe")[0].attributes.qualifier')
[ "$probed" = 5 ] || fail "the apply after a failed probe did not probe again, but has $probed"
old=$(state 'of("aws_iam_role", "function").filter((r) => r.deposed).length')
[ "$old" = 0 ] || fail "the old role was not deleted after the alias moved"
quiet plan -detailed-exitcode "${changed[@]}" || fail "the last plan is not clean"

quiet destroy -auto-approve "${changed[@]}" || fail "destroy without program and secret"
left=$(state 'state.resources.filter((r) => r.mode === "managed").length')
[ "$left" = 0 ] || fail "destroy left $left resources"
echo "as it should be" >"$work/done"
EOF
chmod +x "$work/bin/terraform"

PATH=$work/bin:$PATH "$check" "$root" --file=../artifacts/package/bootstrap.zip --plan >"$work/out" 2>&1 || true
[ -s "$work/done" ] || { cat "$work/out" && exit 1; }
echo "Plans are clean, a failed probe leaves the alias, and destroy needs neither program nor secret."
