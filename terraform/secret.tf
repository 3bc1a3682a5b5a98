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
  # An empty text is never written: the provider sends no value then, and Secrets Manager refuses that.
  secret_string_wo         = var.keep_client_secret ? "" : var.databricks_client_secret
  secret_string_wo_version = var.databricks_client_secret_version
}

# Says who made this version of the secret: it is replaced with the version, and otherwise stays as it is. So a plan with
# keep_client_secret is refused if it would write a version, and no other plan is.
resource "terraform_data" "client_secret_origin" {
  count = local.creates_secret ? 1 : 0

  input = var.keep_client_secret ? "nothing" : "databricks_client_secret"

  lifecycle {
    ignore_changes       = [input]
    replace_triggered_by = [aws_secretsmanager_secret_version.databricks]

    postcondition {
      condition     = self.input != "nothing"
      error_message = "keep_client_secret is true, but this apply would write the client secret: the secret is new, or databricks_client_secret_version is not the number with which it was written. Write that number, which `terraform state show 'aws_secretsmanager_secret_version.databricks[0]'` prints as secret_string_wo_version. To write a secret, set TF_VAR_databricks_client_secret and keep_client_secret = false for one apply."
    }
  }
}
