# Each alarm has a severity and a section of the runbook that says what to do. `critical`: messages wait or will be lost, and
# somebody must act now. `warning`: look at it on the next working day. The two composite alarms notify; the alarms behind them
# do not, so that one outage sends one message.

locals {
  runbook = "Runbook: ${var.runbook_url}"

  # Without a number of its own, the age allows a message three tries: one message that fails once is not a queue that is stuck.
  alarm_age_seconds = coalesce(var.alarm_age_seconds, max(900, 3 * local.visibility_timeout_seconds))

  # SQS deletes a message of a standard queue by its age since it was sent, but the metric counts from when it became a dead
  # letter. So the days that it can have spent in the queue before are taken off. In a FIFO queue both count from there.
  dead_letter_days    = var.dlq_retention_days - (var.fifo ? 0 : var.message_retention_days)
  dead_letter_seconds = max(3600, (local.dead_letter_days - var.alarm_dead_letter_days_left) * local.seconds_per_day)

  # A message that blocks its group is tried once in each visibility timeout. An alarm takes periods of whole minutes.
  group_period_seconds = min(28800, max(300, 60 * ceil(local.visibility_timeout_seconds / 60)))

  # Alarms are made before others are deleted (below), and what they depend on would be too: so dimensions are built from names.
  function = { FunctionName = var.name }

  # Of what Lambda counts, only the version that takes messages: an apply whose probe fails must not start an alarm, or the breaker.
  live_function = { FunctionName = var.name, Resource = "${var.name}:${local.alias}" }

  # Error types that no retry heals, by severity of what they are. The others, such as ZerobusUnavailable, are outages.
  configuration_errors = ["ConfigurationInvalid", "MappingInvalid", "CredentialsInvalid", "EventInvalid", "Unexpected"]

  # Where the function and the breaker write their own metrics.
  metric_namespace = "SqsIngestor"
  breaker_metric   = "BreakerOpen"

  # `periods` of `period` seconds must all be above the threshold. Without `missing`, a period without values is fine.
  alarms = merge(
    {
      oldest-message = {
        severity    = "critical"
        description = "The oldest message of ${local.queue_name} is older than ${local.alarm_age_seconds} s: the function does not keep up, or cannot write."
        namespace   = "AWS/SQS"
        metric      = "ApproximateAgeOfOldestMessage"
        dimensions  = { QueueName = local.queue_name }
        statistic   = "Maximum"
        threshold   = local.alarm_age_seconds
        period      = 300
        periods     = 1
      }
      errors = {
        severity    = "critical"
        description = "More than ${var.alarm_errors} invocations of ${var.name} in 5 minutes fail at the start, with an error, or by a timeout."
        namespace   = "AWS/Lambda"
        metric      = "Errors"
        dimensions  = local.live_function
        statistic   = "Sum"
        threshold   = var.alarm_errors
        period      = 300
        periods     = 1
      }
      dropped-messages = {
        severity    = "critical"
        description = "The mapping of ${var.name} dropped more than ${var.alarm_dropped_messages} messages in 5 minutes. They are gone."
        namespace   = "SqsIngestor"
        metric      = "MessagesDropped"
        dimensions  = local.function
        statistic   = "Sum"
        threshold   = var.alarm_dropped_messages
        period      = 300
        periods     = 1
      }
      throttles = {
        severity    = "warning"
        description = "Lambda throttled ${var.name} more than ${var.alarm_throttles} times in each of 3 periods of 5 minutes: set maximum_concurrency below what the account leaves free."
        namespace   = "AWS/Lambda"
        metric      = "Throttles"
        dimensions  = local.live_function
        statistic   = "Sum"
        threshold   = var.alarm_throttles
        period      = 300
        periods     = 3
      }
      slow-invocations = {
        severity    = "warning"
        description = "Invocations of ${var.name} take more than ${var.alarm_duration_percent} % of their timeout of ${var.timeout_seconds} s."
        namespace   = "AWS/Lambda"
        metric      = "Duration"
        dimensions  = local.live_function
        statistic   = "Maximum"
        threshold   = 10 * var.alarm_duration_percent * var.timeout_seconds
        period      = 300
        periods     = 3
      }
      failed-messages = {
        severity    = "warning"
        description = "More than ${var.alarm_failed_messages} messages in 5 minutes were returned to ${local.queue_name}; the log has each with its code."
        namespace   = "SqsIngestor"
        metric      = "MessagesFailed"
        dimensions  = local.function
        statistic   = "Sum"
        threshold   = var.alarm_failed_messages
        period      = 300
        periods     = 1
      }
      quarantined-messages = {
        severity    = "warning"
        description = "The mapping of ${var.name} put more than ${var.alarm_quarantined_messages} messages in 5 minutes into the quarantine table."
        namespace   = "SqsIngestor"
        metric      = "MessagesQuarantined"
        dimensions  = local.function
        statistic   = "Sum"
        threshold   = var.alarm_quarantined_messages
        period      = 300
        periods     = 1
      }
    },
    { for name in local.has_dlq ? ["dead-letters"] : [] : name => {
      severity    = "critical"
      description = "More than ${var.alarm_dead_letters} messages failed every try and are now in ${local.dlq_name}."
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = local.dlq_name }
      statistic   = "Maximum"
      threshold   = var.alarm_dead_letters
      period      = 300
      periods     = 1
    } },
    { for name in local.has_dlq ? ["dead-letters-expire"] : [] : name => {
      severity    = "critical"
      description = "SQS will delete messages of ${local.dlq_name} in ${var.alarm_dead_letter_days_left} days or less: redrive or save them before."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = local.dlq_name }
      statistic   = "Maximum"
      threshold   = local.dead_letter_seconds
      period      = 300
      periods     = 1
    } },
    { for name in var.fifo ? ["stuck-group"] : [] : name => {
      severity    = "critical"
      description = "Messages of ${local.queue_name} failed in each of 3 visibility timeouts: a message blocks its group. ${local.has_dlq ? "After ${local.max_receive_count} tries it becomes a dead letter." : "Without a dead-letter queue it does so until it expires."}"
      namespace   = "SqsIngestor"
      metric      = "MessagesFailed"
      dimensions  = local.function
      statistic   = "Sum"
      threshold   = 0
      period      = local.group_period_seconds
      periods     = 3
    } },
    # The breaker writes 1 in each round, up to an hour apart, and 0 when it has closed. Between them the state stays. The minimum,
    # because of 1 and 0 in one minute the 0 is the later one.
    { for name in var.breaker ? ["breaker-open"] : [] : name => {
      severity    = "critical"
      description = "The breaker has paused ${var.name}: messages wait in ${local.queue_name}, and nothing is invoked."
      namespace   = local.metric_namespace
      metric      = local.breaker_metric
      dimensions  = local.function
      statistic   = "Minimum"
      threshold   = 0
      period      = 60
      periods     = 1
      missing     = "ignore"
    } },
    { for name in var.breaker ? ["breaker-failed"] : [] : name => {
      severity    = "critical"
      description = "The breaker of ${var.name} failed. It starts again by itself; until it succeeds, the pipeline may stay paused."
      namespace   = "AWS/States"
      metric      = "ExecutionsFailed"
      dimensions  = { StateMachineArn = "arn:${local.partition}:states:${local.region}:${local.account_id}:stateMachine:${local.breaker_machine}" }
      statistic   = "Sum"
      threshold   = 0
      period      = 300
      periods     = 1
    } },
  )

  # Those that take more than one metric stand apart; the composite alarms have all.
  severities = merge(
    { for name, alarm in local.alarms : name => alarm.severity },
    { configuration = "critical" },
    { for name in var.breaker ? ["outage"] : [] : name => "critical" },
  )

  topics = {
    critical = var.alarm_topic_arn
    warning  = try(coalesce(var.warning_topic_arn, var.alarm_topic_arn), null)
  }
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  tags                = var.tags
  alarm_description   = "${each.value.description} ${local.runbook}#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = try(each.value.missing, "notBreaching")

  lifecycle {
    # CloudWatch refuses to delete an alarm that a composite alarm names. With this, Terraform updates the composite alarm before.
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_metric_alarm" "configuration" {
  alarm_name          = "${var.name}-configuration"
  tags                = var.tags
  alarm_description   = "Invocations of ${var.name} fail for a reason that no retry heals: ${join(", ", local.configuration_errors)}. ${local.runbook}#configuration"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "all"
    label       = "Errors that no retry heals"
    expression  = "IF(FILL(live, 0) > 0, SUM([${join(", ", [for index, type in local.configuration_errors : "e${index}"])}]), 0)"
    return_data = true
  }

  # The function's own metrics do not tell versions apart. So they count only while the live version fails.
  metric_query {
    id = "live"

    metric {
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = local.live_function
      period      = 300
      stat        = "Sum"
    }
  }

  dynamic "metric_query" {
    for_each = local.configuration_errors

    content {
      id = "e${metric_query.key}"

      metric {
        namespace   = "SqsIngestor"
        metric_name = "InvocationErrors"
        dimensions  = merge(local.function, { ErrorType = metric_query.value })
        period      = 300
        stat        = "Sum"
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_composite_alarm" "severity" {
  for_each = toset(["critical", "warning"])

  alarm_name        = "${var.name}-${each.key}"
  tags              = var.tags
  alarm_description = "At least one ${each.key} alarm of ${var.name} is in ALARM; the reason names it. ${local.runbook}"
  alarm_rule        = join(" OR ", [for name, severity in local.severities : "ALARM(\"${var.name}-${name}\")" if severity == each.key])
  alarm_actions     = local.topics[each.key][*]
  ok_actions        = local.topics[each.key][*]

  depends_on = [
    aws_cloudwatch_metric_alarm.pipeline,
    aws_cloudwatch_metric_alarm.configuration,
    aws_cloudwatch_metric_alarm.outage,
  ]

  lifecycle {
    precondition {
      condition     = alltrue([for arn in local.topics[each.key][*] : split(":", arn)[3] == local.region])
      error_message = "${var.name}: the topic of the alarms (alarm_topic_arn or warning_topic_arn) is not in ${local.region}. CloudWatch notifies topics of its own region only: write the ARN of one."
    }
  }
}
