# The gate: a version takes messages after it has opened its streams, and not before.
#
# An apply publishes a version, invokes it with a probe, and moves the alias `live` to it. If the version cannot start, or a table
# is not open, the invocation fails and the apply ends there: the alias stays, and the old version goes on. Terraform keeps no
# invocation that failed, so the next apply probes again.

locals {
  alias        = "live"
  live_version = var.live_version != null ? var.live_version : aws_lambda_function.ingestor.version

  # What the function has, and what its newest version has. The provider changes the function, then publishes: an apply that ends in
  # between leaves a function that later plans find as it should be, and a version that is older.
  configurations = { for name, of in { function = aws_lambda_function.ingestor, version = data.aws_lambda_function.published } : name => {
    layers                   = coalesce(of.layers, [])
    environment              = try(of.environment[0].variables, {})
    memory_size              = of.memory_size
    timeout                  = of.timeout
    role                     = of.role
    "tracing_config.mode"    = try(of.tracing_config[0].mode, null)
    "ephemeral_storage.size" = try(of.ephemeral_storage[0].size, null)
  } }
  unpublished = [
    for name, value in local.configurations.function : name if jsonencode(value) != jsonencode(local.configurations.version[name])
  ]
}

data "aws_lambda_function" "published" {
  function_name = aws_lambda_function.ingestor.function_name
  qualifier     = aws_lambda_function.ingestor.version
}

resource "aws_lambda_invocation" "probe" {
  function_name = aws_lambda_function.ingestor.function_name
  qualifier     = local.live_version
  input         = jsonencode({ Records = [], probe = true })

  triggers = merge(var.probe_triggers, {
    version     = local.live_version
    code        = var.bootstrap_s3 == null ? coalesce(aws_lambda_function.ingestor.source_code_hash, "-") : jsonencode(var.bootstrap_s3)
    layers      = join(" ", local.layers)
    environment = sha256(jsonencode(local.environment))
  })

  depends_on = [aws_iam_role_policy.function]

  lifecycle {
    precondition {
      # Only an answer about the newest version counts.
      condition = (
        var.live_version != null || data.aws_lambda_function.published.version != aws_lambda_function.ingestor.version
        || length(local.unpublished) == 0
      )
      error_message = "${var.name}: version ${aws_lambda_function.ingestor.version} does not have the function's ${join(", ", local.unpublished)}: an apply was interrupted before it published a version. Run `aws lambda publish-version --region ${local.region} --function-name ${var.name}`, then apply again."
    }
  }
}

resource "aws_lambda_alias" "live" {
  name             = local.alias
  description      = "The version that takes the messages of ${local.queue_name}"
  function_name    = aws_lambda_function.ingestor.function_name
  function_version = local.live_version

  # Role and policy are named so that a replaced role goes only after the alias has left the versions that use it.
  depends_on = [aws_lambda_invocation.probe, aws_iam_role.function, aws_iam_role_policy.function]
}
