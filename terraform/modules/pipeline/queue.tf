# Messages stay here, and are returned here until they have failed max_receive_count times. What happens to the queue of
# somebody else (existing_queue_arn) is its owner's decision: the module only reads from it.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.region
  account_id = data.aws_caller_identity.current.account_id

  creates_queue = var.existing_queue_arn == null
  creates_dlq   = local.creates_queue && var.existing_dlq_arn == null && var.create_dlq
  has_dlq       = local.creates_dlq || var.existing_dlq_arn != null

  # arn:<partition>:sqs:<region>:<account>:<name>
  existing_queue = try(split(":", var.existing_queue_arn), [])
  existing_dlq   = try(split(":", var.existing_dlq_arn), [])
  queue_region   = try(local.existing_queue[3], local.region)

  suffix           = var.fifo ? ".fifo" : ""
  own_queue_name   = coalesce(var.queue_name, "${var.name}${local.suffix}")
  own_dlq_name     = "${trimsuffix(local.own_queue_name, ".fifo")}-dlq${local.suffix}"
  queue_name       = local.creates_queue ? local.own_queue_name : local.existing_queue[5]
  dlq_name         = local.has_dlq ? (local.creates_dlq ? local.own_dlq_name : local.existing_dlq[5]) : null
  queue_arn        = local.creates_queue ? aws_sqs_queue.messages[0].arn : var.existing_queue_arn
  dlq_arn          = local.creates_dlq ? aws_sqs_queue.dead_letters[0].arn : var.existing_dlq_arn
  queue_url        = local.creates_queue ? aws_sqs_queue.messages[0].url : local.existing_urls[var.existing_queue_arn]
  dlq_url          = local.creates_dlq ? aws_sqs_queue.dead_letters[0].url : try(local.existing_urls[var.existing_dlq_arn], null)
  existing_urls    = { for arn in compact([var.existing_queue_arn, var.existing_dlq_arn]) : arn => "https://sqs.${split(":", arn)[3]}.${data.aws_partition.current.dns_suffix}/${split(":", arn)[4]}/${split(":", arn)[5]}" }
  arn_of_own_queue = "arn:${local.partition}:sqs:${local.region}:${local.account_id}"

  # The rule of SQS event sources: six tries of the function and one window fit into the time that a message is hidden.
  visibility_minimum_seconds = 6 * var.timeout_seconds + local.batching_window_seconds
  visibility_timeout_seconds = (
    var.visibility_timeout_seconds != null ? var.visibility_timeout_seconds : local.visibility_minimum_seconds
  )

  seconds_per_day = 86400

  # With the breaker, an outage costs a message the receives until the breaker opens, whatever its length: in three periods of its
  # alarm and 3 minutes, which are 18 minutes with the defaults. So
  # there are enough for two outages, and 6 for other reasons. Without it, an outage costs one receive for each visibility timeout:
  # enough of them for a day.
  tries_until_open = ceil((3 * local.outage_period_seconds + 180) / max(1, local.visibility_timeout_seconds)) + 1
  max_receive_count = coalesce(
    var.max_receive_count,
    var.breaker ? max(20, 2 * local.tries_until_open + 6) : min(1000, ceil(local.seconds_per_day / max(1, local.visibility_timeout_seconds))),
  )
}

# A warning, because it is the user's decision how much an outage may cost.
check "tries_last_for_an_outage" {
  assert {
    condition     = !var.breaker || !local.creates_queue || !local.has_dlq || local.max_receive_count > local.tries_until_open
    error_message = "${var.name}: max_receive_count is ${local.max_receive_count}, and an outage costs a message up to ${local.tries_until_open} tries before the breaker pauses the pipeline (visibility timeout ${local.visibility_timeout_seconds} s). Good messages then become dead letters. Leave max_receive_count out, or write at least ${2 * local.tries_until_open + 6}."
  }
}

moved {
  from = aws_sqs_queue.messages
  to   = aws_sqs_queue.messages[0]
}

moved {
  from = aws_sqs_queue.dead_letters
  to   = aws_sqs_queue.dead_letters[0]
}

moved {
  from = aws_sqs_queue_redrive_allow_policy.dead_letters
  to   = aws_sqs_queue_redrive_allow_policy.dead_letters[0]
}

resource "aws_sqs_queue" "messages" {
  count = local.creates_queue ? 1 : 0

  name                       = local.own_queue_name
  tags                       = var.tags
  visibility_timeout_seconds = local.visibility_timeout_seconds
  message_retention_seconds  = var.message_retention_days * local.seconds_per_day
  receive_wait_time_seconds  = 20
  max_message_size           = var.max_message_size

  fifo_queue                  = var.fifo
  content_based_deduplication = var.fifo ? var.content_based_deduplication : null

  # Both or neither: SQS refuses a limit for each group while it deduplicates over the whole queue.
  deduplication_scope   = var.fifo ? (var.fifo_high_throughput ? "messageGroup" : "queue") : null
  fifo_throughput_limit = var.fifo ? (var.fifo_high_throughput ? "perMessageGroupId" : "perQueue") : null

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn

  # Inside the queue, not in a resource beside it: Terraform would delete that first, and the guard against deletion with it.
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.guards["queue"], local.sender_statements, local.extra_queue_statements) })

  lifecycle {
    precondition {
      condition     = var.fifo || var.create_dlq || var.existing_dlq_arn != null
      error_message = "${var.name}: create_dlq is false, and fifo is false. Only a FIFO queue has a reason to do without a dead-letter queue (its order). Leave create_dlq out, or set existing_dlq_arn."
    }

    precondition {
      condition     = var.existing_dlq_arn == null || try(local.existing_dlq[3] == local.region && local.existing_dlq[4] == local.account_id, false)
      error_message = "${var.name}: existing_dlq_arn is not a queue of this account and region (${local.account_id}, ${local.region}). SQS sends dead letters only to such a queue: write its ARN, or leave existing_dlq_arn out."
    }

    precondition {
      condition     = var.kms_key_arn == null || try(split(":", var.kms_key_arn)[3] == local.region, false)
      error_message = "${var.name}: kms_key_arn is a key of another region than ${local.region}, with which SQS, Lambda and CloudWatch Logs cannot encrypt. Write the ARN of a key of this region."
    }
  }
}

# A resource of its own, because the provider does not take a redrive policy away that is no longer in the queue's block.
resource "aws_sqs_queue_redrive_policy" "messages" {
  count = local.creates_queue && local.has_dlq ? 1 : 0

  queue_url = aws_sqs_queue.messages[0].id

  redrive_policy = jsonencode({
    deadLetterTargetArn = local.dlq_arn
    maxReceiveCount     = local.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letters" {
  count = local.creates_dlq ? 1 : 0

  name                       = local.own_dlq_name
  tags                       = var.tags
  visibility_timeout_seconds = local.visibility_timeout_seconds
  message_retention_seconds  = var.dlq_retention_days * local.seconds_per_day
  max_message_size           = var.max_message_size

  fifo_queue = var.fifo

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn

  policy = jsonencode({ Version = "2012-10-17", Statement = local.guards["dead_letters"] })
}

# No other queue may send its dead letters here.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  count = local.creates_dlq ? 1 : 0

  queue_url = aws_sqs_queue.dead_letters[0].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.messages[0].arn]
  })
}
