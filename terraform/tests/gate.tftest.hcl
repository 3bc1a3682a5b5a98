# The gate: what an apply publishes takes messages only after its probe has passed.

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

run "the_newest_version" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = aws_lambda_function.ingestor.publish
    error_message = "Each change must become a version."
  }

  assert {
    condition     = jsondecode(aws_lambda_invocation.probe.input) == { Records = [], probe = true } && aws_lambda_invocation.probe.qualifier == aws_lambda_function.ingestor.version
    error_message = "The probe must go to the published version, not to $LATEST."
  }

  assert {
    condition     = toset(keys(aws_lambda_invocation.probe.triggers)) == toset(["code", "environment", "layers", "version"])
    error_message = "The probe must run again for another version, code, layer or environment."
  }

  assert {
    condition     = aws_lambda_alias.live.name == "live" && aws_lambda_alias.live.function_version == aws_lambda_function.ingestor.version
    error_message = "The alias must have the newest version."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.queue.function_name == aws_lambda_alias.live.arn
    error_message = "Messages must go to the alias, never to the function itself."
  }

  assert {
    condition     = output.live_version == output.latest_version && output.lambda_alias_arn == aws_lambda_alias.live.arn
    error_message = "The outputs must say what is live."
  }
}

run "version_of_an_interrupted_apply" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  # What a refresh reads if the function was changed and no version was published.
  override_resource {
    target          = aws_lambda_function.ingestor
    override_during = plan
    values          = { version = "7", arn = "arn:aws:lambda:us-west-2:123456789012:function:events" }
  }

  override_data {
    target          = data.aws_lambda_function.published
    override_during = plan
    values          = { version = "7", memory_size = 128 }
  }

  expect_failures = [aws_lambda_invocation.probe]
}

run "rollback_past_an_interrupted_apply" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    live_version = "5"
  }

  override_resource {
    target          = aws_lambda_function.ingestor
    override_during = plan
    values          = { version = "7", arn = "arn:aws:lambda:us-west-2:123456789012:function:events" }
  }

  override_data {
    target          = data.aws_lambda_function.published
    override_during = plan
    values          = { version = "7", memory_size = 128 }
  }
}

run "version_with_the_configuration_of_the_function" {
  module {
    source = "./modules/pipeline"
  }

  override_data {
    target = data.aws_lambda_function.published

    values = {
      version     = "7"
      layers      = ["arn:aws:lambda:us-west-2:123456789012:layer:mock:1", "arn:aws:lambda:us-west-2:123456789012:layer:mock:1"]
      memory_size = 256
      timeout     = 30
      role        = "arn:aws:iam::123456789012:role/mock"

      environment = [{ variables = {
        DATABRICKS_HOST       = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
        DATABRICKS_SECRET_ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
        DATABRICKS_CLIENT_ID  = "11111111-2222-3333-4444-555555555555"
        ZEROBUS_ENDPOINT      = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
        MAPPING_FILE          = "mappings/events.yaml"
        DESCRIPTOR_PATH       = "/opt"
        DELIVERY_REPORT       = "partial"
        DEDUPE_WINDOW         = "10000"
      } }]

      tracing_config    = [{ mode = "PassThrough" }]
      ephemeral_storage = [{ size = 512 }]
    }
  }

  assert {
    condition     = aws_lambda_invocation.probe.qualifier == "7"
    error_message = "A version that has what the function has must be probed."
  }
}

run "role_of_the_live_version" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = aws_iam_role_policy.live[0].policy == aws_iam_role_policy.function[0].policy && aws_iam_role_policy.live[0].name != aws_iam_role_policy.function[0].name
    error_message = "After an apply, both policies of the role must say the same."
  }
}

run "policy_that_is_too_long_to_have_twice" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [for i in range(60) : { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::bucket-${i}/*"] }]
  }

  expect_failures = [aws_iam_role_policy.live]
}

run "changed_environment_probes_again" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { FIFO_ORDER = "wait" }
  }

  assert {
    condition     = aws_lambda_invocation.probe.triggers["environment"] == sha256(jsonencode(aws_lambda_function.ingestor.environment[0].variables))
    error_message = "The trigger must follow the environment."
  }
}

run "rollback_to_a_kept_version" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    live_version = "5"
  }

  assert {
    condition     = aws_lambda_alias.live.function_version == "5" && aws_lambda_invocation.probe.qualifier == "5"
    error_message = "live_version must be probed, and then take the messages."
  }

  assert {
    condition     = output.live_version == "5" && output.latest_version == "7"
    error_message = "The outputs must say that the newest version is not live."
  }
}

run "new_secret_probes_again" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    probe_triggers = { secret_version = "2" }
  }

  assert {
    condition     = aws_lambda_invocation.probe.triggers["secret_version"] == "2"
    error_message = "The probe must run again for a new secret."
  }
}

run "version_that_is_no_number" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    live_version = "live"
  }

  expect_failures = [var.live_version]
}

run "prune" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    keep_versions = 3
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_target.prune[0].input) == {
      functionName = "events"
      layerNames   = ["events", "events-descriptors"]
      keep         = 3
    }
    error_message = "The state machine must get the function, its layers and the number to keep."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.prune[0].schedule_expression == "rate(1 day)" && aws_cloudwatch_event_target.prune[0].arn == aws_sfn_state_machine.prune[0].arn
    error_message = "A rule must start the state machine once a day."
  }

  assert {
    condition     = jsondecode(aws_sfn_state_machine.prune[0].definition) == jsondecode(file("modules/pipeline/prune.asl.json"))
    error_message = "The definition must be the one that the tests of state machines run."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.prune[0].policy).Statement : s.Sid => [s.Action, s.Resource] } == {
      ListVersionsAndAliases = [["lambda:ListAliases", "lambda:ListVersionsByFunction"], ["arn:aws:lambda:us-west-2:123456789012:function:events"]]
      DeleteVersions         = [["lambda:DeleteFunction"], ["arn:aws:lambda:us-west-2:123456789012:function:events:*"]]
      ListLayers             = [["lambda:ListLayerVersions"], [for name in ["events", "events-descriptors"] : "arn:aws:lambda:us-west-2:123456789012:layer:${name}"]]
      DeleteLayerVersions    = [["lambda:DeleteLayerVersion"], [for name in ["events", "events-descriptors"] : "arn:aws:lambda:us-west-2:123456789012:layer:${name}:*"]]
      StartItself            = [["states:StartExecution"], ["arn:aws:states:us-west-2:123456789012:stateMachine:events-prune-us-west-2"]]
    }
    error_message = "The role may list and delete versions, and nothing else: without `:*` it could delete the function."
  }

  assert {
    condition     = jsondecode(aws_iam_role.prune[0].assume_role_policy).Statement[0].Condition == { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    error_message = "Only this account's state machine and rule may use the role."
  }
}

run "prune_without_descriptor_sets" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/catalog_without_sets.yaml"
  }

  assert {
    condition     = length(aws_lambda_layer_version.descriptors) == 0 && jsondecode(aws_cloudwatch_event_target.prune[0].input).layerNames == ["events", "events-descriptors"]
    error_message = "A mapping that has stopped using sets leaves versions of their layer, which must go too."
  }
}

run "keep_every_version" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    keep_versions = 0
  }

  assert {
    condition     = length(aws_sfn_state_machine.prune) + length(aws_cloudwatch_event_rule.prune) + length(aws_iam_role.prune) + length(aws_iam_role_policy.prune) == 0
    error_message = "Nothing must be created that deletes versions."
  }
}

run "keep_one_version" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    keep_versions = 1
  }

  expect_failures = [var.keep_versions]
}
