# The program and what starts it.

resource "aws_lambda_function" "ingestor" {
  function_name = var.name
  description   = var.table_name == null ? "Writes messages of ${local.queue_name} to Databricks" : "Writes messages of ${local.queue_name} to ${var.table_name}"
  role          = aws_iam_role.function.arn

  # Only the program: mapping and descriptor are in the layer.
  filename         = var.bootstrap_zip
  source_code_hash = filebase64sha256(var.bootstrap_zip)
  layers           = [aws_lambda_layer_version.mapping.arn]

  runtime       = "provided.al2023"
  handler       = "bootstrap"
  architectures = [var.architecture]
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  kms_key_arn   = var.kms_key_arn

  environment {
    variables = merge(
      {
        DATABRICKS_HOST       = var.databricks_host
        DATABRICKS_SECRET_ARN = var.secret_arn
        ZEROBUS_ENDPOINT      = var.zerobus_endpoint
        MAPPING_FILE          = "mappings/${local.mapping_name}"
        DESCRIPTOR_PATH       = "descriptors"
        DELIVERY_REPORT       = var.delivery_report
        DEDUPE_WINDOW         = tostring(var.dedupe_window)
      },
      var.databricks_client_id == null ? {} : { DATABRICKS_CLIENT_ID = var.databricks_client_id },
      var.table_name == null ? {} : { TABLE_NAME = var.table_name },
    )
  }

  # Lambda hands level and format to the program as AWS_LAMBDA_LOG_LEVEL and AWS_LAMBDA_LOG_FORMAT.
  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.function.name
    application_log_level = var.log_level
    system_log_level      = "INFO"
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn = local.queue_arn
  function_name    = local.live_function_arn

  # See breaker.tf: what the breaker has paused, an apply does not start again.
  enabled = local.delivers

  # Without this, SQS treats every response as success and deletes all messages.
  function_response_types = ["ReportBatchItemFailures"]

  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.fifo ? null : var.batching_window_seconds

  dynamic "scaling_config" {
    for_each = var.maximum_concurrency[*]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  dynamic "filter_criteria" {
    for_each = length(var.filter_criteria) > 0 ? [var.filter_criteria] : []

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  # Before the first message is received, the queue has its dead-letter queue, and the breaker knows whether it may act.
  depends_on = [aws_iam_role_policy.function, aws_sqs_queue_redrive_policy.messages, aws_ssm_parameter.enabled]

  lifecycle {
    precondition {
      condition     = local.queue_region == local.region
      error_message = "${var.name}: existing_queue_arn is in ${local.queue_region}, and the function in ${local.region}. Lambda reads queues of its own region only: set region to that of the queue."
    }

    precondition {
      condition     = local.visibility_timeout_seconds >= local.visibility_minimum_seconds
      error_message = "${var.name}: visibility_timeout_seconds is ${local.visibility_timeout_seconds}; with timeout_seconds ${var.timeout_seconds} and batching_window_seconds ${var.batching_window_seconds} it must be at least ${local.visibility_minimum_seconds} (6 × timeout + window). Raise it, or leave it out to get that."
    }

    precondition {
      condition     = !var.fifo || var.batch_size <= 10
      error_message = "${var.name}: batch_size is ${var.batch_size}; a FIFO queue delivers at most 10 messages at once. Set batch_size to 1 to 10."
    }

    precondition {
      condition     = !var.fifo || var.batching_window_seconds == 0
      error_message = "${var.name}: batching_window_seconds is ${var.batching_window_seconds}; a FIFO queue has no batching window. Set it to 0."
    }

    precondition {
      condition     = var.batch_size <= 10 || var.batching_window_seconds >= 1 || var.fifo
      error_message = "${var.name}: batch_size is ${var.batch_size}; more than 10 messages need a batching window. Set batching_window_seconds to 1 or more."
    }
  }
}
