# Accounts with rules of their own.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "boundary_path_and_name" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    role_path                = "/ingest/"
    role_name                = "ingest-events"
  }

  assert {
    condition     = aws_iam_role.function[0].permissions_boundary == var.permissions_boundary_arn && aws_iam_role.function[0].path == "/ingest/" && aws_iam_role.function[0].name == "ingest-events"
    error_message = "The role must follow the rules of the account."
  }

  assert {
    condition     = aws_iam_role.prune[0].permissions_boundary == var.permissions_boundary_arn && aws_iam_role.prune[0].path == "/ingest/"
    error_message = "Every role must follow them."
  }
}

run "names_carry_the_region" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    keep_versions = 5
  }

  assert {
    condition     = aws_iam_role.function[0].name == "events-us-west-2" && aws_cloudwatch_dashboard.pipeline[0].dashboard_name == "events-us-west-2"
    error_message = "Names that are the account's must carry the region."
  }
}

run "long_names_of_roles" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name = "a${join("", [for i in range(63) : "b"])}"
  }

  assert {
    condition     = length(aws_iam_role.function[0].name) == 64 && aws_iam_role.function[0].name != aws_iam_role.prune[0].name
    error_message = "A name of a role has at most 64 characters, and is unique."
  }
}

run "existing_role" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    role_arn               = "arn:aws:iam::123456789012:role/ingest/events"
    prune_role_arn         = "arn:aws:iam::123456789012:role/ingest/prune"
    breaker_role_arn       = "arn:aws:iam::123456789012:role/ingest/breaker"
    breaker_start_role_arn = "arn:aws:iam::123456789012:role/ingest/breaker-start"
  }

  assert {
    condition     = aws_sfn_state_machine.breaker[0].role_arn == var.breaker_role_arn && alltrue([for target in aws_cloudwatch_event_target.breaker : target.role_arn == var.breaker_start_role_arn])
    error_message = "The breaker must use the roles that exist."
  }

  assert {
    condition = length(concat(
      aws_iam_role.function, aws_iam_role.prune, aws_iam_role.breaker, aws_iam_role.breaker_start,
      aws_iam_role_policy.function, aws_iam_role_policy.prune, aws_iam_role_policy.breaker, aws_iam_role_policy.breaker_start,
    )) == 0
    error_message = "Nothing of IAM must be created."
  }

  assert {
    condition     = length(jsondecode(output.breaker_role_policy).Statement) == 7 && jsondecode(output.breaker_start_role_policy).Statement[0].Resource == [aws_sfn_state_machine.breaker[0].arn]
    error_message = "The outputs must say what the breaker's roles need."
  }

  assert {
    condition     = aws_lambda_function.ingestor.role == var.role_arn && length(aws_iam_role.function) == 0 && length(aws_iam_role_policy.function) == 0
    error_message = "No role must be created."
  }

  assert {
    condition     = aws_sfn_state_machine.prune[0].role_arn == var.prune_role_arn && length(aws_iam_role.prune) == 0
    error_message = "No role must be created to delete versions."
  }

  assert {
    condition     = length(jsondecode(output.role_policy).Statement) == 3
    error_message = "The output must say what the role needs."
  }
}

run "policy_of_an_existing_role_before_the_first_apply" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    role_arn = "arn:aws:iam::123456789012:role/ingest/events"
  }

  assert {
    condition = [for s in jsondecode(output.role_policy).Statement : s.Resource] == [
      ["arn:aws:sqs:us-west-2:123456789012:events"], ["arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/events:*"], [var.secret_arn],
    ]
    error_message = "A plan must show what the role needs, as the role must have it before the first apply."
  }
}

run "further_statements" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::certs/*"] }, { Sid = "No", Effect = "Deny", NotAction = "s3:*", Resource = "*" }]
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.function[0].policy).Statement) == 5
    error_message = "The policy must have the statements."
  }
}

run "boundary_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "path_without_slashes" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    role_path = "ingest"
  }

  expect_failures = [var.role_path]
}

run "role_name_with_a_slash" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    role_name = "a/b"
  }

  expect_failures = [var.role_name]
}

run "role_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    role_arn = "events"
  }

  expect_failures = [var.role_arn]
}

run "existing_role_with_a_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    role_arn  = "arn:aws:iam::123456789012:role/events"
    role_name = "events"
  }

  expect_failures = [var.role_arn]
}

run "prune_role_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    prune_role_arn = "prune"
  }

  expect_failures = [var.prune_role_arn]
}

run "breaker_roles_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    breaker_role_arn       = "breaker"
    breaker_start_role_arn = "start"
  }

  expect_failures = [var.breaker_role_arn, var.breaker_start_role_arn]
}

run "statement_without_an_action" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [{ Effect = "Allow", Resource = ["*"] }]
  }

  expect_failures = [var.extra_policy_statements]
}

run "statements_that_are_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = ["s3:GetObject"]
  }

  expect_failures = [var.extra_policy_statements]
}

run "secret_without_its_six_characters" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks"
  }

  expect_failures = [var.secret_arn]
}

run "secret_whose_name_ends_in_secret" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-secret"
  }

  expect_failures = [var.secret_arn]
}

run "environment_of_the_module" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { MAPPING_FILE = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_of_lambda" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { AWS_REGION = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_that_lambda_may_reserve" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { AWS_LAMBDA_LOG_LEVEL = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_with_a_secret" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { DATABRICKS_CLIENT_SECRET = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_with_a_secret_of_another_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { OTHER_NAME = "dose${substr(sha256("x"), 0, 32)}" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_with_a_dash" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { "MY-NAME" = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "environment_too_large" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { LONG = join("", [for i in range(500) : "0123456789"]) }
  }

  expect_failures = [aws_lambda_function.ingestor]
}

run "variable_that_the_function_lacks" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/variables.yaml"
    environment_variables = { STAGE = "raw" }
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "layer_without_a_version" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_layer_arns = ["arn:aws:lambda:us-west-2:123456789012:layer:certs"]
  }

  expect_failures = [var.extra_layer_arns]
}

run "too_many_layers" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_layer_arns = [for i in range(4) : "arn:aws:lambda:us-west-2:123456789012:layer:l${i}:1"]
  }

  expect_failures = [aws_lambda_function.ingestor]
}

run "no_concurrency" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "less_concurrency_than_the_queue_uses" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    reserved_concurrency = 10
  }

  expect_failures = [aws_lambda_function.ingestor]
}

run "one_poller" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    provisioned_pollers = { minimum = 1, maximum = 20 }
  }

  expect_failures = [var.provisioned_pollers]
}

run "pollers_and_concurrency" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    provisioned_pollers = { minimum = 2, maximum = 20 }
    maximum_concurrency = 20
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "capacity_provider_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "ingest" }
  }

  expect_failures = [var.capacity_provider]
}

run "capacity_provider_with_little_memory" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:ingest" }
    memory_mb         = 512
  }

  expect_failures = [aws_lambda_function.ingestor]
}

run "capacity_provider_with_much_memory_per_vcpu" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:ingest", memory_gib_per_vcpu = 9 }
  }

  expect_failures = [var.capacity_provider]
}

run "little_storage" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    ephemeral_storage_mb = 100
  }

  expect_failures = [var.ephemeral_storage_mb]
}

run "two_programs" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    bootstrap_s3 = { bucket = "artifacts", key = "bootstrap.zip" }
  }

  expect_failures = [var.bootstrap_zip]
}

run "bucket_as_a_url" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    bootstrap_zip = null
    bootstrap_s3  = { bucket = "s3://artifacts", key = "bootstrap.zip" }
  }

  expect_failures = [var.bootstrap_s3]
}
