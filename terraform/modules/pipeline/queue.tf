# Messages stay here, and are returned here until they have failed max_receive_count times.

locals {
  suffix     = var.fifo ? ".fifo" : ""
  queue_name = coalesce(var.queue_name, "${var.name}${local.suffix}")
  dlq_name   = "${trimsuffix(local.queue_name, ".fifo")}-dlq${local.suffix}"

  # The rule of SQS event sources: six tries of the function and one window fit into the time that a message is hidden.
  visibility_minimum_seconds = 6 * var.timeout_seconds + local.batching_window_seconds
  visibility_timeout_seconds = (
    var.visibility_timeout_seconds != null ? var.visibility_timeout_seconds : local.visibility_minimum_seconds
  )

  seconds_per_day = 86400
}

resource "aws_sqs_queue" "messages" {
  name                       = local.queue_name
  visibility_timeout_seconds = local.visibility_timeout_seconds
  message_retention_seconds  = var.message_retention_days * local.seconds_per_day
  receive_wait_time_seconds  = 20

  fifo_queue                  = var.fifo
  content_based_deduplication = var.fifo ? var.content_based_deduplication : null

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                       = local.dlq_name
  visibility_timeout_seconds = local.visibility_timeout_seconds
  message_retention_seconds  = var.dlq_retention_days * local.seconds_per_day

  fifo_queue = var.fifo

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn
}

# No other queue may send its dead letters here.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.messages.arn]
  })
}
