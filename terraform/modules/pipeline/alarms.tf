# Each alarm says what to look at first. Without a topic they still turn red in the console.

locals {
  runbook = "See Troubleshooting in terraform/README.md."

  alarms = {
    dead-letters = {
      description = "Messages failed ${var.max_receive_count} times and are now in ${local.dlq_name}. ${local.runbook}"
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
      threshold   = 0
      periods     = 1
    }
    oldest-message = {
      description = "The oldest message of ${local.queue_name} is older than ${var.alarm_age_seconds} s: the function does not keep up, or cannot write. ${local.runbook}"
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.messages.name }
      statistic   = "Maximum"
      threshold   = var.alarm_age_seconds
      periods     = 1
    }
    errors = {
      description = "Invocations of ${var.name} fail at the start, with an error, or by a timeout. ${local.runbook}"
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = aws_lambda_function.ingestor.function_name }
      statistic   = "Sum"
      threshold   = 0
      periods     = 1
    }
    throttles = {
      description = "Lambda throttles ${var.name}: set maximum_concurrency below what the account leaves free. ${local.runbook}"
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = aws_lambda_function.ingestor.function_name }
      statistic   = "Sum"
      threshold   = 0
      periods     = 3
    }
    failed-messages = {
      description = "More than ${var.alarm_failed_messages} messages in 5 minutes were returned to ${local.queue_name}; the log has each with its code. ${local.runbook}"
      namespace   = "SqsIngestor"
      metric      = "MessagesFailed"
      dimensions  = { FunctionName = aws_lambda_function.ingestor.function_name }
      statistic   = "Sum"
      threshold   = var.alarm_failed_messages
      periods     = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn[*]
  ok_actions          = var.alarm_topic_arn[*]
}
