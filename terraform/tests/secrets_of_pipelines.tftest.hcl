# Pipelines with a secret of their own need no other one, and settings of the root reach the pipelines.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host  = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  zerobus_endpoint = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  pipelines = {
    events = {
      mapping_file          = "tests/files/mappings/events.yaml"
      databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:events-AbCdEf"
    }
  }
}

run "only_secrets_of_pipelines" {
  command = plan

  assert {
    condition     = length(aws_secretsmanager_secret.databricks) == 0
    error_message = "No secret must be created that no pipeline reads."
  }
}

run "other_settings_of_pipelines" {
  command = plan

  variables {
    databricks_client_id = "11111111-2222-3333-4444-555555555555"
    pipelines = {
      events = {
        mapping_file          = "tests/files/mappings/events.yaml"
        databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:events-AbCdEf"
        databricks_client_id  = ""
        function_name         = "shop-events"
        live_version          = "3"
        environment_variables = { FIFO_ORDER = "wait" }
      }
    }
  }

  assert {
    condition     = output.lambda_function_name == "shop-events" && output.pipelines["events"].live_version == "3"
    error_message = "An entry must be able to choose its function's name and version."
  }
}

# What is kept must be there: the secret of a new deployment has no value yet.
run "secret_that_stays_and_is_new" {
  command = plan

  variables {
    databricks_client_id = "11111111-2222-3333-4444-555555555555"
    keep_client_secret   = true
    table_name           = "main.raw.sqs_messages"
    pipelines            = {}
  }

  expect_failures = [terraform_data.client_secret_origin]
}

run "secret_that_stays_and_changes" {
  command = plan

  variables {
    databricks_client_id     = "11111111-2222-3333-4444-555555555555"
    databricks_client_secret = "not-a-real-secret"
    keep_client_secret       = true
    table_name               = "main.raw.sqs_messages"
    pipelines                = {}
  }

  expect_failures = [var.databricks_client_secret]
}

run "secret_without_its_six_characters" {
  command = plan

  variables {
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks"
    table_name            = "main.raw.sqs_messages"
    pipelines             = {}
  }

  expect_failures = [var.databricks_secret_arn]
}

run "single_pipeline_with_its_settings" {
  command = plan

  variables {
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
    table_name            = "main.raw.sqs_messages"
    pipelines             = {}
    function_name         = "landing"
    live_version          = "4"
    bootstrap_s3          = { bucket = "artifacts", key = "bootstrap.zip" }
    bootstrap_zip         = "../artifacts/package/nothing.zip"
  }

  assert {
    condition     = output.lambda_function_name == "landing" && output.pipelines["sqs_messages"].live_version == "4"
    error_message = "The settings of a single pipeline must reach it."
  }
}

# Another root calls the module for each of its tables.
run "from_another_root" {
  module {
    source = "./tests/other_root"
  }

  assert {
    condition     = toset(keys(output.queues)) == toset(["events", "orders"])
    error_message = "The module must work with for_each."
  }
}
