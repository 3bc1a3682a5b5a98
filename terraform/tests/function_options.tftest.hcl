# What the function has besides its mapping.

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

run "environment" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { FIFO_ORDER = "wait", https_proxy = "http://proxy.internal:3128", SSL_CERT_FILE = "/opt/certs/ca.pem" }
  }

  assert {
    condition     = aws_lambda_function.ingestor.environment[0].variables["FIFO_ORDER"] == "wait" && aws_lambda_function.ingestor.environment[0].variables["https_proxy"] == "http://proxy.internal:3128" && aws_lambda_function.ingestor.environment[0].variables["MAPPING_FILE"] == "mappings/events.yaml"
    error_message = "The variables must reach the function beside those of the module."
  }
}

run "variables_of_a_mapping" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/variables.yaml"
    environment_variables = { STAGE = "raw", TEAM = "shop" }
  }

  assert {
    condition     = aws_lambda_function.ingestor.environment[0].variables["STAGE"] == "raw"
    error_message = "The function must have what the mapping names."
  }
}

run "layers_and_tracing" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_layer_arns     = ["arn:aws:lambda:us-west-2:123456789012:layer:certs:3"]
    tracing              = true
    ephemeral_storage_mb = 1024
    event_source_metrics = true
    tags                 = { team = "shop" }
  }

  assert {
    condition     = aws_lambda_function.ingestor.layers[2] == "arn:aws:lambda:us-west-2:123456789012:layer:certs:3"
    error_message = "The extra layer must be the last."
  }

  assert {
    condition     = aws_lambda_function.ingestor.tracing_config[0].mode == "Active" && contains([for s in jsondecode(aws_iam_role_policy.function[0].policy).Statement : s.Sid], "WriteTraces")
    error_message = "X-Ray must be on, and allowed."
  }

  assert {
    condition     = aws_lambda_function.ingestor.ephemeral_storage[0].size == 1024 && aws_lambda_event_source_mapping.queue.metrics_config[0].metrics == toset(["EventCount"])
    error_message = "Storage and metrics must be as the variables say."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_lambda_function.ingestor.tags, aws_lambda_event_source_mapping.queue.tags, aws_cloudwatch_log_group.function.tags],
      [for resource in concat(aws_iam_role.function, aws_iam_role.prune, aws_iam_role.breaker, aws_iam_role.breaker_start) : resource.tags],
      [for resource in concat(aws_sfn_state_machine.prune, aws_sfn_state_machine.breaker) : resource.tags],
      [for resource in concat(aws_cloudwatch_event_rule.prune, values(aws_cloudwatch_event_rule.breaker)) : resource.tags],
      [for resource in concat(aws_sqs_queue.messages, aws_sqs_queue.dead_letters) : resource.tags],
      [for resource in concat(aws_ssm_parameter.enabled, aws_ssm_parameter.breaker) : resource.tags],
      [for resource in concat(values(aws_cloudwatch_metric_alarm.pipeline), [aws_cloudwatch_metric_alarm.configuration], aws_cloudwatch_metric_alarm.outage) : resource.tags],
      [for resource in values(aws_cloudwatch_composite_alarm.severity) : resource.tags],
    ) : tags == tomap({ team = "shop" })])
    error_message = "The tags must be on every resource that takes tags: a root without default_tags has no other way."
  }
}

run "tracing_and_storage_are_taken_back" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = aws_lambda_function.ingestor.tracing_config[0].mode == "PassThrough" && aws_lambda_function.ingestor.ephemeral_storage[0].size == 512
    error_message = "The provider keeps what was set if the block is missing."
  }
}

run "reserved_concurrency" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    reserved_concurrency = 20
  }

  assert {
    condition     = aws_lambda_function.ingestor.reserved_concurrent_executions == 20
    error_message = "The concurrency must be reserved."
  }
}

run "concurrency_of_the_account" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    maximum_concurrency = 0
  }

  assert {
    condition     = length(aws_lambda_event_source_mapping.queue.scaling_config) == 0
    error_message = "0 must mean no limit."
  }
}

run "provisioned_pollers" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    provisioned_pollers = { minimum = 2, maximum = 40 }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.queue.provisioned_poller_config[0].minimum_pollers == 2 && aws_lambda_event_source_mapping.queue.provisioned_poller_config[0].maximum_pollers == 40 && length(aws_lambda_event_source_mapping.queue.scaling_config) == 0
    error_message = "Pollers must replace the maximum concurrency."
  }
}

run "managed_instances" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:ingest", max_concurrency = 16 }
  }

  assert {
    condition     = aws_lambda_function.ingestor.capacity_provider_config[0].lambda_managed_instances_capacity_provider_config[0].per_execution_environment_max_concurrency == 16 && aws_lambda_function.ingestor.memory_size == 2048
    error_message = "The function must run on the capacity provider, with 2 GB."
  }
}

run "large_batches_have_more_memory" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size = 501
  }

  assert {
    condition     = aws_lambda_function.ingestor.memory_size == 512
    error_message = "Batches above 500 messages need 512 MB."
  }
}

run "fifo_defaults" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo = true
  }

  assert {
    condition     = aws_lambda_event_source_mapping.queue.batch_size == 10 && aws_sqs_queue.messages[0].visibility_timeout_seconds == 180
    error_message = "A FIFO queue has batches of 10 and no window."
  }
}

run "long_names_of_tables" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    table_name = "${join("", [for i in range(255) : "c"])}.${join("", [for i in range(255) : "s"])}.${join("", [for i in range(255) : "t"])}"
  }

  assert {
    condition     = length(aws_lambda_function.ingestor.description) == 256
    error_message = "A description has at most 256 characters."
  }
}

run "program_in_s3" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    bootstrap_zip = null
    bootstrap_s3  = { bucket = "artifacts", key = "sqs-ingestor/1.4.0/bootstrap.zip", version = "abc" }
  }

  assert {
    condition     = aws_lambda_function.ingestor.s3_bucket == "artifacts" && aws_lambda_function.ingestor.s3_key == "sqs-ingestor/1.4.0/bootstrap.zip" && aws_lambda_function.ingestor.s3_object_version == "abc" && aws_lambda_function.ingestor.filename == null
    error_message = "The program must come from S3."
  }
}

run "program_that_stays" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    bootstrap_zip = "../artifacts/package/nothing.zip"
    keep_program  = true
  }

  assert {
    condition     = aws_lambda_function.ingestor.filename == "../artifacts/package/nothing.zip"
    error_message = "The path must stay, or the provider uploads again."
  }
}
