# Authentication without a secret: no secret exists anywhere, and the role may get identity tokens for Databricks only.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  authentication       = "aws-identity"
  table_name           = "main.raw.sqs_messages"
}

run "no_secret_anywhere" {
  command = plan

  assert {
    condition     = length(aws_secretsmanager_secret.databricks) == 0 && output.databricks_secret_arn == null
    error_message = "No secret must exist."
  }

  assert {
    condition     = !strcontains(output.pipelines["sqs_messages"].role_policy, "secretsmanager")
    error_message = "The role must not read secrets."
  }

  assert {
    condition = [for statement in jsondecode(output.pipelines["sqs_messages"].role_policy).Statement : statement if statement.Sid == "GetIdentityToken"] == [{
      Sid      = "GetIdentityToken"
      Effect   = "Allow"
      Action   = ["sts:GetWebIdentityToken"]
      Resource = ["*"]
      Condition = {
        "ForAllValues:StringEquals" = { "sts:IdentityTokenAudience" = ["https://dbc-a1b2345c-d6e7.cloud.databricks.com/oidc/v1/token"] }
        Null                        = { "sts:IdentityTokenAudience" = "false" }
        StringEquals                = { "sts:SigningAlgorithm" = "RS256" }
        NumericLessThanEquals       = { "sts:DurationSeconds" = "900" }
      }
    }]
    error_message = "The role may get identity tokens for the audience of the workspace only, with RS256 and 900 s."
  }

  assert {
    condition = jsondecode(output.federation_policies["sqs_messages"]) == {
      oidc_policy = {
        issuer    = "ISSUER"
        audiences = ["https://dbc-a1b2345c-d6e7.cloud.databricks.com/oidc/v1/token"]
        subject   = "arn:aws:iam::123456789012:role/sqs-ingestor-sqs_messages-us-west-2"
      }
    }
    error_message = "A plan must show the whole federation policy: ${jsonencode(output.federation_policies)}"
  }
}

run "audience_and_lifetime" {
  command = plan

  variables {
    databricks_client_id  = null
    token_audience        = "databricks"
    environment_variables = { IDENTITY_TOKEN_LIFETIME = "300" }
  }

  assert {
    condition     = strcontains(output.pipelines["sqs_messages"].role_policy, "\"sts:DurationSeconds\":\"300\"") && strcontains(output.pipelines["sqs_messages"].role_policy, "[\"databricks\"]")
    error_message = "The policy must follow the audience and the lifetime."
  }

  assert {
    condition     = jsondecode(output.federation_policies["sqs_messages"]).oidc_policy.audiences == ["databricks"]
    error_message = "The federation policy must have the audience."
  }
}

run "one_pipeline_of_two" {
  command = plan

  variables {
    authentication        = "secret"
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
    table_name            = null
    primary_pipeline      = "orders"
    pipelines = {
      orders = { mapping_file = "tests/files/mappings/events.yaml", authentication = "aws-identity", role_name = "orders" }
      events = { mapping_file = "tests/files/mappings/events.yaml" }
    }
  }

  assert {
    condition     = keys(output.federation_policies) == ["orders"] && strcontains(output.federation_policies["orders"], "role/orders")
    error_message = "Only the pipeline without a secret needs a federation policy."
  }

  assert {
    condition     = !strcontains(output.pipelines["orders"].role_policy, "secretsmanager") && !strcontains(output.pipelines["events"].role_policy, "sts:")
    error_message = "Each role must have one of the two permissions."
  }
}

run "refuses_another_word" {
  command = plan

  variables {
    authentication = "iam"
  }

  expect_failures = [var.authentication]
}

run "refuses_a_secret_as_well" {
  command = plan

  variables {
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
  }

  expect_failures = [var.databricks_secret_arn]
}

run "refuses_a_client_secret_as_well" {
  command = plan

  variables {
    databricks_client_secret = "never-used"
  }

  expect_failures = [var.databricks_client_secret]
}
