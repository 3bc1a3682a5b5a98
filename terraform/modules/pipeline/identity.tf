# How the function proves to Databricks who it is: with a secret, or with identity tokens of its role.

locals {
  uses_identity = var.authentication == "aws-identity"

  # The default of the function, which is that of the Databricks SDKs.
  token_audience          = coalesce(var.token_audience, "${trimsuffix(var.databricks_host, "/")}/oidc/v1/token")
  identity_token_lifetime = try(tonumber(var.environment_variables["IDENTITY_TOKEN_LIFETIME"]), 900)

  # Only tokens for this audience, with the algorithm that Databricks accepts, and no longer than the function asks for. The
  # action knows no resource. An audience that is missing would match ForAllValues.
  authentication_statements = concat(
    [for arn in var.secret_arn[*] : {
      Sid      = "ReadClientSecret"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = [arn]
    }],
    [for audience in [local.token_audience] : {
      Sid      = "GetIdentityToken"
      Effect   = "Allow"
      Action   = ["sts:GetWebIdentityToken"]
      Resource = ["*"]
      Condition = {
        "ForAllValues:StringEquals" = { "sts:IdentityTokenAudience" = [audience] }
        Null                        = { "sts:IdentityTokenAudience" = "false" }
        StringEquals                = { "sts:SigningAlgorithm" = "RS256" }
        NumericLessThanEquals       = { "sts:DurationSeconds" = tostring(local.identity_token_lifetime) }
      }
    } if local.uses_identity],
  )

  # Built from names: a plan shows it, so the policy can exist in Databricks before the first apply tests the function.
  named_role_arn = var.role_arn != null ? var.role_arn : "arn:${local.partition}:iam::${local.account_id}:role${var.role_path}${local.own_role_name}"
}
