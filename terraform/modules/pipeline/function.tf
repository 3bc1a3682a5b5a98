# The program and what starts it.

locals {
  description = var.table_name == null ? "Writes messages of ${local.queue_name} to Databricks" : "Writes messages of ${local.queue_name} to ${var.table_name}"

  # Only the values of the module. environment_variables adds the others.
  module_environment = merge(
    {
      DATABRICKS_HOST  = var.databricks_host
      ZEROBUS_ENDPOINT = var.zerobus_endpoint
      MAPPING_FILE     = "mappings/${local.mapping_name}"
      DESCRIPTOR_PATH  = local.from_zip ? "descriptors" : "/opt"
      DELIVERY_REPORT  = var.delivery_report
      DEDUPE_WINDOW    = tostring(var.dedupe_window)
    },
    local.uses_identity ? { DATABRICKS_AUTH_TYPE = "aws-identity", DATABRICKS_TOKEN_AUDIENCE = local.token_audience } : {},
    var.secret_arn == null ? {} : { DATABRICKS_SECRET_ARN = var.secret_arn },
    var.databricks_client_id == null ? {} : { DATABRICKS_CLIENT_ID = var.databricks_client_id },
    var.table_name == null ? {} : { TABLE_NAME = var.table_name },
  )
  environment = merge(var.environment_variables, local.module_environment)

  # Bytes of UTF-8, as base64 counts them. Terraform escapes three characters in JSON that Lambda does not.
  environment_json   = replace(replace(replace(jsonencode(local.environment), "\\u003c", "<"), "\\u003e", ">"), "\\u0026", "&")
  environment_base64 = base64encode(local.environment_json)
  environment_bytes  = length(local.environment_base64) / 4 * 3 - length(regexall("=", local.environment_base64))

  # Variables of a mapping: `$${` is a literal, and what Lambda sets is there too. A secret has no place in a mapping.
  mapping_text      = replace(try(jsonencode(local.mapping_document), ""), "/[$][$][{]/", "")
  mapping_variables = distinct(flatten(regexall("[$][{]([A-Za-z_][A-Za-z0-9_]*)[}]", local.mapping_text)))
  secret_variables  = [for name in local.mapping_variables : name if can(regex(local.secret_names, upper(name)))]
  missing_variables = [for name in local.mapping_variables : name if !contains(keys(local.environment), name) && !contains(local.secret_variables, name) && !can(regex("^(AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_[A-Z_]+)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|_HANDLER|TZ|PATH|LANG|LD_LIBRARY_PATH)$", name))]
  broken_variables  = [for text in regexall("[$][{][^}]{0,40}}?", local.mapping_text) : text if !can(regex("^[$][{][A-Za-z_][A-Za-z0-9_]*}$", text)) && !can(regex("^[$][{][A-Za-z_][A-Za-z0-9_]{39,}$", text))]

  # Managed Instances start with 2 GB. The rows of batches above 500 messages need more than 256 MB.
  memory_mb = coalesce(var.memory_mb, var.capacity_provider != null ? 2048 : local.batch_size > 500 ? 512 : 256)

  # A FIFO queue gives at most 10 messages and has no window. 100 messages and 1 s cost a tenth of the invocations, and a row
  # can be queried only seconds later anyway.
  batch_size              = coalesce(var.batch_size, var.fifo ? 10 : 100)
  batching_window_seconds = coalesce(var.batching_window_seconds, var.fifo ? 0 : 1)

  # 20 invocations write about 10,000 messages a second, and leave the account's concurrency to other functions. 0 has no limit.
  maximum_concurrency = var.provisioned_pollers != null ? 0 : coalesce(var.maximum_concurrency, 20)
}

resource "aws_lambda_function" "ingestor" {
  function_name = var.name
  description   = length(local.description) <= 256 ? local.description : "${substr(local.description, 0, 255)}…"
  role          = local.role_arn

  # Only the program: mapping and descriptors are in layers. Without a hash, the provider keeps what is deployed, and does not
  # read the file.
  filename          = var.bootstrap_s3 == null ? var.bootstrap_zip : null
  source_code_hash  = var.bootstrap_s3 == null && !var.keep_program ? filebase64sha256(var.bootstrap_zip) : null
  s3_bucket         = try(var.bootstrap_s3.bucket, null)
  s3_key            = try(var.bootstrap_s3.key, null)
  s3_object_version = try(var.bootstrap_s3.version, null)
  layers            = local.layers

  # Each change becomes a version, which gate.tf tests before it takes messages.
  publish = true

  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = [var.architecture]
  memory_size                    = local.memory_mb
  timeout                        = var.timeout_seconds
  kms_key_arn                    = var.kms_key_arn
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)
  tags                           = var.tags

  environment {
    variables = local.environment
  }

  # Lambda hands level and format to the program as AWS_LAMBDA_LOG_LEVEL and AWS_LAMBDA_LOG_FORMAT.
  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.function.name
    application_log_level = var.log_level
    system_log_level      = "INFO"
  }

  # These two are written in any case: without the block, the provider keeps what was set before.
  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  ephemeral_storage {
    size = coalesce(var.ephemeral_storage_mb, 512)
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  dynamic "capacity_provider_config" {
    for_each = var.capacity_provider[*]

    content {
      lambda_managed_instances_capacity_provider_config {
        capacity_provider_arn                     = capacity_provider_config.value.arn
        execution_environment_memory_gib_per_vcpu = lookup(capacity_provider_config.value, "memory_gib_per_vcpu", null)
        per_execution_environment_max_concurrency = lookup(capacity_provider_config.value, "max_concurrency", null)
      }
    }
  }

  depends_on = [aws_iam_role_policy.function]

  lifecycle {
    precondition {
      condition     = local.environment_bytes <= 4096
      error_message = "${var.name}: the environment has ${local.environment_bytes} bytes; Lambda accepts 4096. Shorten environment_variables."
    }

    precondition {
      condition     = length(local.layers) <= 5
      error_message = "${var.name}: the function has ${length(local.layers)} layers; Lambda accepts 5, and the module uses ${length(local.layers) - length(var.extra_layer_arns)}. Remove some of extra_layer_arns."
    }

    precondition {
      condition     = var.capacity_provider == null || (local.memory_mb >= 2048 && var.vpc == null && var.reserved_concurrency == null)
      error_message = "${var.name}: with capacity_provider, a function has at least 2048 MB, its network is that of the capacity provider, and no concurrency can be reserved. Raise memory_mb, and omit vpc and reserved_concurrency."
    }

    precondition {
      condition     = var.reserved_concurrency == null || local.maximum_concurrency == 0 || local.maximum_concurrency <= coalesce(var.reserved_concurrency, 0)
      error_message = "${var.name}: maximum_concurrency is ${local.maximum_concurrency}, and reserved_concurrency is ${coalesce(var.reserved_concurrency, 0)}: Lambda would throttle, and each throttled message loses a receive. Raise reserved_concurrency, or lower maximum_concurrency."
    }
  }
}

resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn = local.queue_arn

  # Never the function itself: what is not tested takes no message. On the first apply, the alias exists when the test has passed.
  function_name = local.live_function_arn

  # See breaker.tf: what the breaker has paused, an apply does not start again.
  enabled = local.delivers

  # Without this, SQS treats every response as success and deletes all messages.
  function_response_types = ["ReportBatchItemFailures"]

  batch_size                         = local.batch_size
  maximum_batching_window_in_seconds = var.fifo ? null : local.batching_window_seconds
  tags                               = var.tags

  dynamic "scaling_config" {
    for_each = local.maximum_concurrency == 0 ? [] : [local.maximum_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  dynamic "provisioned_poller_config" {
    for_each = var.provisioned_pollers[*]

    content {
      minimum_pollers = provisioned_poller_config.value.minimum
      maximum_pollers = provisioned_poller_config.value.maximum
    }
  }

  dynamic "metrics_config" {
    for_each = var.event_source_metrics ? [true] : []

    content {
      metrics = ["EventCount"]
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
      error_message = "${var.name}: visibility_timeout_seconds is ${local.visibility_timeout_seconds}; with timeout_seconds ${var.timeout_seconds} and batching_window_seconds ${local.batching_window_seconds} it must be at least ${local.visibility_minimum_seconds} (6 × timeout + window). Raise it, or leave it out to get that."
    }

    precondition {
      condition     = !var.fifo || local.batch_size <= 10
      error_message = "${var.name}: batch_size is ${local.batch_size}; a FIFO queue delivers at most 10 messages at once. Set batch_size to 1 to 10."
    }

    precondition {
      condition     = !var.fifo || local.batching_window_seconds == 0
      error_message = "${var.name}: batching_window_seconds is ${local.batching_window_seconds}; a FIFO queue has no batching window. Set it to 0."
    }

    precondition {
      condition     = local.batch_size <= 10 || local.batching_window_seconds >= 1 || var.fifo
      error_message = "${var.name}: batch_size is ${local.batch_size}; more than 10 messages need a batching window. Set batching_window_seconds to 1 or more."
    }

    precondition {
      condition     = var.provisioned_pollers == null || var.maximum_concurrency == null
      error_message = "${var.name}: provisioned_pollers and maximum_concurrency exclude each other. Omit maximum_concurrency: provisioned_pollers.maximum limits the concurrency too."
    }
  }
}
