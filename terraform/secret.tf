# The client secret of the service principal. It goes from the variable to Secrets Manager through a write-only argument:
# it is in neither the state nor a plan.

locals {
  # Pipelines with a secret of their own need none here, and those with aws-identity need none at all.
  uses_secret    = concat(var.table_name != null ? [var.authentication] : [], [for pipeline in values(var.pipelines) : coalesce(try(pipeline.authentication, null), var.authentication) if try(pipeline.databricks_secret_arn, null) == null])
  needs_secret   = contains(local.uses_secret, "secret")
  creates_secret = var.databricks_secret_arn == null && local.needs_secret
  secret_arn     = local.creates_secret ? one(aws_secretsmanager_secret.databricks[*].arn) : var.databricks_secret_arn
}

resource "aws_secretsmanager_secret" "databricks" {
  count = local.creates_secret ? 1 : 0

  # A deleted secret keeps its name for its recovery window: with a prefix, the next one can be created at once.
  name_prefix = "${var.name}-databricks-"
  description = "OAuth client secret of the Databricks service principal that ${var.name} writes as"
  kms_key_id  = var.kms_key_arn
}

resource "aws_secretsmanager_secret_version" "databricks" {
  count = local.creates_secret ? 1 : 0

  secret_id = aws_secretsmanager_secret.databricks[0].id
  # With keep_client_secret, the version stays as it is: this text is not written.
  secret_string_wo         = var.databricks_client_secret != null ? var.databricks_client_secret : "kept"
  secret_string_wo_version = var.databricks_client_secret_version
}
