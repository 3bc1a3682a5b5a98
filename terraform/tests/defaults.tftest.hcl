# A single table with nothing but what is needed.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host          = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id     = "11111111-2222-3333-4444-555555555555"
  databricks_client_secret = "not-a-real-secret"
  zerobus_endpoint         = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  table_name               = "main.raw.sqs_messages"
}

run "single_table" {
  assert {
    condition     = keys(output.pipelines) == ["sqs_messages"]
    error_message = "The single pipeline must have the table's last part as its key."
  }

  assert {
    condition     = output.lambda_function_name == "sqs-ingestor-sqs_messages"
    error_message = "The function's name must be <name>-<key>."
  }

  assert {
    condition     = output.cloudwatch_log_group_name == "/aws/lambda/sqs-ingestor-sqs_messages"
    error_message = "The log group must be the function's own."
  }

  assert {
    condition = alltrue([for value in [
      output.sqs_queue_url, output.sqs_queue_arn, output.dlq_url, output.dlq_arn, output.lambda_function_arn,
    ] : length(value) > 0])
    error_message = "The outputs that scripts read must have values."
  }

  assert {
    condition     = output.databricks_secret_arn == aws_secretsmanager_secret.databricks[0].arn
    error_message = "The secret must be the one that is made."
  }

  assert {
    condition     = aws_secretsmanager_secret_version.databricks[0].secret_string == null && aws_secretsmanager_secret_version.databricks[0].secret_string_wo == null
    error_message = "The secret's value must not be in the state."
  }
}

run "the_pipeline" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name          = "sqs-ingestor-sqs_messages"
    mapping_file  = "../mappings/sqs_messages.yaml"
    bootstrap_zip = "../artifacts/package/bootstrap.zip"
    secret_arn    = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  }

  assert {
    condition = (
      aws_sqs_queue.messages[0].visibility_timeout_seconds == 181
      && aws_sqs_queue.messages[0].message_retention_seconds == 7 * 86400
      && aws_sqs_queue.dead_letters[0].message_retention_seconds == 14 * 86400
      && jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letters[0].arn, maxReceiveCount = 20 }
      && aws_sqs_queue.messages[0].max_message_size == 1048576
      && aws_sqs_queue.dead_letters[0].max_message_size == 1048576
    )
    error_message = "The queues' defaults are wrong."
  }

  assert {
    condition     = aws_sqs_queue.messages[0].sqs_managed_sse_enabled && aws_sqs_queue.dead_letters[0].sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters[0].redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = [aws_sqs_queue.messages[0].arn]
    }
    error_message = "Only this pipeline's queue may send its dead letters to the dead-letter queue."
  }

  assert {
    condition = (
      aws_lambda_function.ingestor.runtime == "provided.al2023"
      && aws_lambda_function.ingestor.architectures == tolist(["arm64"])
      && aws_lambda_function.ingestor.memory_size == 256
      && aws_lambda_function.ingestor.timeout == 30
      && aws_lambda_function.ingestor.layers == tolist([aws_lambda_layer_version.mapping.arn, aws_lambda_layer_version.descriptors[0].arn])
      && aws_lambda_function.ingestor.logging_config[0].log_format == "JSON"
      && length(aws_lambda_function.ingestor.vpc_config) == 0
    )
    error_message = "The function's defaults are wrong."
  }

  assert {
    condition = aws_lambda_function.ingestor.environment[0].variables == tomap({
      DATABRICKS_HOST       = var.databricks_host
      DATABRICKS_CLIENT_ID  = var.databricks_client_id
      DATABRICKS_SECRET_ARN = var.secret_arn
      ZEROBUS_ENDPOINT      = var.zerobus_endpoint
      TABLE_NAME            = "main.raw.sqs_messages"
      MAPPING_FILE          = "mappings/sqs_messages.yaml"
      DESCRIPTOR_PATH       = "/opt"
      DELIVERY_REPORT       = "partial"
      DEDUPE_WINDOW         = "10000"
    })
    error_message = "The function's environment is wrong."
  }

  assert {
    condition = (
      aws_lambda_event_source_mapping.queue.function_response_types == toset(["ReportBatchItemFailures"])
      && aws_lambda_event_source_mapping.queue.batch_size == 100
      && aws_lambda_event_source_mapping.queue.maximum_batching_window_in_seconds == 1
      && aws_lambda_event_source_mapping.queue.scaling_config[0].maximum_concurrency == 20
    )
    error_message = "The event source mapping's defaults are wrong."
  }

  assert {
    condition     = data.archive_file.mapping[0].source == toset([{ filename = "sqs-ingestor/mappings/sqs_messages.yaml", content = file("../mappings/sqs_messages.yaml") }])
    error_message = "The layer must hold the mapping where the function looks for it."
  }

  assert {
    condition = (
      data.archive_file.descriptors[0].source_dir == "../descriptors"
      && !contains(data.archive_file.descriptors[0].excludes, "sqs_messages.binpb")
      && setunion(data.archive_file.descriptors[0].excludes, ["sqs_messages.binpb"]) == fileset("../descriptors", "**")
    )
    error_message = "The layer of descriptors must hold the descriptor set and no other file of its folder."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.function[0].policy).Statement : statement.Sid => [statement.Action, statement.Resource] } == {
      ReceiveMessages  = [["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], ["arn:aws:sqs:us-west-2:123456789012:sqs-ingestor-sqs_messages"]]
      WriteLogs        = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/sqs-ingestor-sqs_messages:*"]]
      ReadClientSecret = [["secretsmanager:GetSecretValue"], [var.secret_arn]]
    }
    error_message = "The role must be allowed these and nothing else."
  }

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.pipeline)) == toset([
      "oldest-message", "errors", "dropped-messages", "throttles", "slow-invocations", "failed-messages", "quarantined-messages",
      "dead-letters", "dead-letters-expire", "breaker-failed", "breaker-open",
    ])
    error_message = "An alarm is missing."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_composite_alarm.severity : length(alarm.alarm_actions) == 0])
    error_message = "Without a topic no alarm has an action."
  }

  assert {
    condition     = aws_cloudwatch_log_group.function.retention_in_days == 30 && aws_cloudwatch_log_group.function.kms_key_id == null
    error_message = "The log group's defaults are wrong."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.pipeline[0].dashboard_body).widgets) == 13
    error_message = "The dashboard must have twelve graphs and a table."
  }
}
