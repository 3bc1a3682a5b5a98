# What a pipeline looks like with each of its options.

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

run "fifo" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo                        = true
    content_based_deduplication = true
  }

  assert {
    condition     = aws_sqs_queue.messages[0].name == "events.fifo" && aws_sqs_queue.messages[0].fifo_queue && aws_sqs_queue.messages[0].content_based_deduplication
    error_message = "The queue must be FIFO and its name end in .fifo."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters[0].name == "events-dlq.fifo" && aws_sqs_queue.dead_letters[0].fifo_queue
    error_message = "The dead-letter queue of a FIFO queue must be FIFO."
  }

  assert {
    condition     = aws_lambda_function.ingestor.function_name == "events" && aws_lambda_event_source_mapping.queue.maximum_batching_window_in_seconds != 1
    error_message = "The function's name has no suffix."
  }
}

run "named_fifo_queue" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo       = true
    queue_name = "shop-events.fifo"
  }

  assert {
    condition     = aws_sqs_queue.messages[0].name == "shop-events.fifo" && aws_sqs_queue.dead_letters[0].name == "shop-events-dlq.fifo"
    error_message = "queue_name must name both queues."
  }
}

run "large_batches" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size              = 10000
    batching_window_seconds = 30
    timeout_seconds         = 120
    maximum_concurrency     = 2
    max_receive_count       = 7
    log_retention_days      = 365
    log_level               = "DEBUG"
    delivery_report         = "throw"
    dedupe_window           = 0
  }

  assert {
    condition     = aws_sqs_queue.messages[0].visibility_timeout_seconds == 750
    error_message = "The visibility timeout must follow timeout and window: 6 × 120 + 30."
  }

  assert {
    condition = (
      aws_lambda_event_source_mapping.queue.batch_size == 10000
      && aws_lambda_event_source_mapping.queue.maximum_batching_window_in_seconds == 30
      && aws_lambda_event_source_mapping.queue.scaling_config[0].maximum_concurrency == 2
    )
    error_message = "The event source mapping does not do what the variables say."
  }

  assert {
    condition = (
      aws_lambda_function.ingestor.logging_config[0].application_log_level == "DEBUG"
      && aws_lambda_function.ingestor.environment[0].variables["DELIVERY_REPORT"] == "throw"
      && aws_lambda_function.ingestor.environment[0].variables["DEDUPE_WINDOW"] == "0"
    )
    error_message = "The function does not get what the variables say."
  }
}

run "vpc" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = ["subnet-00000000000000001"], security_group_ids = ["sg-00000000000000001"] }
  }

  assert {
    condition     = aws_lambda_function.ingestor.vpc_config[0].subnet_ids == toset(["subnet-00000000000000001"])
    error_message = "The function must be in the subnets."
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function[0].policy).Statement : s.Effect if startswith(s.Action[0], "ec2:")] == ["Allow", "Deny"]
    error_message = "Lambda must be allowed to attach the function, and the program must not."
  }
}

run "customer_key" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    kms_key_arn        = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
    secret_kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/66666666-7777-8888-9999-000000000000"
  }

  assert {
    condition = alltrue([for key in [
      aws_sqs_queue.messages[0].kms_master_key_id,
      aws_sqs_queue.dead_letters[0].kms_master_key_id,
      aws_lambda_function.ingestor.kms_key_arn,
      aws_cloudwatch_log_group.function.kms_key_id,
    ] : key == var.kms_key_arn])
    error_message = "The customer key must encrypt queues, environment and logs."
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function[0].policy).Statement : s.Resource if s.Action == ["kms:Decrypt"]] == [[var.kms_key_arn, var.secret_kms_key_arn]]
    error_message = "The function may decrypt with these two keys and no other."
  }
}

run "secret_that_holds_the_client_id" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    databricks_client_id = null
  }

  assert {
    condition     = !contains(keys(aws_lambda_function.ingestor.environment[0].variables), "DATABRICKS_CLIENT_ID")
    error_message = "Without a client id the variable must be missing, not empty."
  }

  assert {
    condition     = !contains(keys(aws_lambda_function.ingestor.environment[0].variables), "TABLE_NAME")
    error_message = "Where the mapping names the table, TABLE_NAME must be missing."
  }
}
