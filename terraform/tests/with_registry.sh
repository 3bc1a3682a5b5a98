#!/usr/bin/env bash
# fmt, init, validate and test with the real providers, in a copy. Exit code 3, and one line that says why, if they are not
# available.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
command -v terraform >/dev/null || { echo "terraform is not installed" && exit 3; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/artifacts/package"
cp -r "$repository/terraform" "$repository/mappings" "$repository/descriptors" "$repository/docs" "$work/"
rm -rf "$work/terraform/.terraform" "$work"/terraform/*.tfstate* "$work"/terraform/*.tfvars
: >"$work/artifacts/package/bootstrap.zip"
cd "$work/terraform"

terraform fmt -check -diff -recursive -no-color
if ! timeout 300 terraform init -backend=false -input=false -no-color >"$work/log" 2>&1; then
  if grep -qE 'Failed to (query available provider packages|install provider)' "$work/log"; then
    echo "the registry of providers cannot be reached"
    exit 3
  fi
  cat "$work/log"
  exit 1
fi
terraform validate -no-color
terraform test -no-color
