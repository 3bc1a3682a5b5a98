# The breaker pauses a pipeline while every invocation fails. SQS counts each receive, so an outage that lasts longer than all
# tries would move good messages to the dead-letter queue. An alarm starts the state machine of breaker.asl.json.
#
# `enabled` of the event source mapping has two owners: var.enabled, and the breaker. Each writes its own parameter. The breaker
# reads both before it enables, and an apply enables only what both allow: Terraform refreshes the breaker's parameter before
# it plans, and never writes it. Somebody may write it by hand. So the breaker compares its version before and after each write, and
# puts a pause back that it has overwritten.

locals {
  # The function that the queue and the breaker's probe invoke.
  live_function_arn = aws_lambda_alias.live.arn

  delivers = var.enabled && (var.breaker ? aws_ssm_parameter.breaker[0].insecure_value == "closed" : true)

  parameters = "/sqs-ingestor/${var.name}"

  breaker_machine = "${var.name}-breaker"

  # The alarm needs failures in 2 of 3 periods. A message that is alone in the queue fails once in each visibility timeout, so with a
  # long one, periods are as long.
  outage_period_seconds = local.visibility_timeout_seconds <= 420 ? 300 : 60 * ceil(local.visibility_timeout_seconds / 60)

  # Names of roles are the account's, so they carry the region; those of rules are the region's. Both have 64 characters at most. A
  # longer one ends in a hash, so that two long names stay different.
  breaker_names = { for use, name in {
    breaker = "${var.name}-breaker-${local.region}"
    start   = "${var.name}-breaker-start-${local.region}"
    outage  = "${var.name}-breaker-outage"
    resume  = "${var.name}-breaker-resume"
  } : use => length(name) <= 64 ? name : "${substr(name, 0, 55)}-${substr(sha256(name), 0, 8)}" }

  breaker_definition = var.breaker ? jsonencode(jsondecode(templatefile("${path.module}/breaker.asl.json", {
    partition          = local.partition
    first_wait         = var.breaker_wait_seconds
    settle_wait        = floor(var.breaker_wait_seconds / 2)
    longest_wait       = 3600
    remembered         = 12 * 3600
    enabled_parameter  = aws_ssm_parameter.enabled[0].name
    breaker_parameter  = aws_ssm_parameter.breaker[0].name
    closings_parameter = aws_ssm_parameter.closings[0].name
    look_seconds       = 300
    mapping_uuid       = aws_lambda_event_source_mapping.queue.uuid
    alarm_name         = aws_cloudwatch_metric_alarm.outage[0].alarm_name
    function_arn       = local.live_function_arn
    probe_timeout      = var.timeout_seconds + 60
    metric_open        = jsonencode(local.breaker_metrics.open)
    metric_not_open    = jsonencode(local.breaker_metrics.not_open)
    retry = jsonencode([{
      ErrorEquals     = ["States.ALL"]
      IntervalSeconds = 5
      MaxAttempts     = 8
      BackoffRate     = 2
      MaxDelaySeconds = 60
    }])
    # What must not delay the breaker.
    short_retry = jsonencode([{
      ErrorEquals     = ["States.ALL"]
      IntervalSeconds = 2
      MaxAttempts     = 2
      BackoffRate     = 2
    }])
  }))) : null

  # What the breaker writes for the alarm breaker-open.
  breaker_metrics = { for name, value in { open = 1, not_open = 0 } : name => {
    Namespace = local.metric_namespace
    MetricData = [{
      MetricName = local.breaker_metric
      Dimensions = [{ Name = "FunctionName", Value = var.name }]
      Unit       = "Count"
      Value      = value
    }]
  } }

  breaker_statements = [
    {
      Sid      = "PauseAndResume"
      Effect   = "Allow"
      Action   = ["lambda:UpdateEventSourceMapping"]
      Resource = [aws_lambda_event_source_mapping.queue.arn]
    },
    {
      Sid      = "Probe"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = [local.live_function_arn]
    },
    {
      Sid      = "ReadParameters"
      Effect   = "Allow"
      Action   = ["ssm:GetParameters"]
      Resource = [for parameter in concat(aws_ssm_parameter.enabled, aws_ssm_parameter.breaker, aws_ssm_parameter.closings) : parameter.arn]
    },
    {
      Sid      = "WriteItsOwnParameters"
      Effect   = "Allow"
      Action   = ["ssm:PutParameter"]
      Resource = [for parameter in concat(aws_ssm_parameter.breaker, aws_ssm_parameter.closings) : parameter.arn]
    },
    {
      Sid      = "SeeItselfAndContinue"
      Effect   = "Allow"
      Action   = ["states:ListExecutions", "states:StartExecution"]
      Resource = aws_sfn_state_machine.breaker[*].arn
    },
    # CloudWatch takes no narrower resource for these two.
    {
      Sid      = "ReadAlarm"
      Effect   = "Allow"
      Action   = ["cloudwatch:DescribeAlarms"]
      Resource = ["*"]
    },
    {
      Sid       = "WriteMetric"
      Effect    = "Allow"
      Action    = ["cloudwatch:PutMetricData"]
      Resource  = ["*"]
      Condition = { StringEquals = { "cloudwatch:namespace" = local.metric_namespace } }
    },
  ]

  breaker_start_statements = [{
    Effect   = "Allow"
    Action   = ["states:StartExecution"]
    Resource = aws_sfn_state_machine.breaker[*].arn
  }]

  # In an account in which Terraform creates no roles, they exist already.
  breaker_role_arn       = var.breaker_role_arn != null ? var.breaker_role_arn : one(aws_iam_role.breaker[*].arn)
  breaker_start_role_arn = var.breaker_start_role_arn != null ? var.breaker_start_role_arn : one(aws_iam_role.breaker_start[*].arn)

  # What starts the state machine: the alarm, and its own end by an error or by hand, because then the breaker may still be open.
  breaker_rules = { for name, rule in {
    outage = {
      description = "Starts the breaker of ${var.name}"
      input       = {}
      pattern = {
        source        = ["aws.cloudwatch"]
        "detail-type" = ["CloudWatch Alarm State Change"]
        resources     = aws_cloudwatch_metric_alarm.outage[*].arn
        detail        = { state = { value = ["ALARM"] } }
      }
    }
    resume = {
      description = "Starts the breaker of ${var.name} again after it has failed or was stopped"
      input       = { resumed = true }
      pattern = {
        source        = ["aws.states"]
        "detail-type" = ["Step Functions Execution Status Change"]
        detail = {
          stateMachineArn = aws_sfn_state_machine.breaker[*].arn
          status          = ["FAILED", "TIMED_OUT", "ABORTED"]
        }
      }
    }
  } : name => rule if var.breaker }
}

resource "aws_ssm_parameter" "enabled" {
  count = var.breaker ? 1 : 0

  name           = "${local.parameters}/enabled"
  tags           = var.tags
  description    = "Whether ${var.name} may receive messages. Terraform writes it; the breaker reads it."
  type           = "String"
  insecure_value = tostring(var.enabled)
}

resource "aws_ssm_parameter" "breaker" {
  count = var.breaker ? 1 : 0

  name            = "${local.parameters}/breaker"
  tags            = var.tags
  description     = "closed, open (the breaker has paused ${var.name}) or paused (somebody has, by hand)."
  type            = "String"
  insecure_value  = "closed"
  allowed_pattern = "^(closed|open|paused)$"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}

resource "aws_ssm_parameter" "closings" {
  count = var.breaker ? 1 : 0

  name           = "${local.parameters}/breaker-closings"
  tags           = var.tags
  description    = "When probes have closed the breaker of ${var.name} in the last 12 hours. The breaker writes it."
  type           = "String"
  insecure_value = "none"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}

resource "aws_cloudwatch_metric_alarm" "outage" {
  count = var.breaker ? 1 : 0

  alarm_name          = "${var.name}-outage"
  tags                = var.tags
  alarm_description   = "At least 9 of 10 invocations of ${var.name} failed in ${2 * local.outage_period_seconds / 60} of ${3 * local.outage_period_seconds / 60} minutes: the breaker pauses the pipeline. ${local.runbook}#outage"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 90
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "failed"
    label       = "Failed invocations, %"
    expression  = "IF(invocations > 0, 100 * errors / invocations, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", invocations = "Invocations" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = local.live_function
        period      = local.outage_period_seconds
        stat        = "Sum"
      }
    }
  }

  lifecycle {
    # See the other alarms: the composite alarm must have left it before it is deleted.
    create_before_destroy = true
  }
}

resource "aws_sfn_state_machine" "breaker" {
  count = var.breaker ? 1 : 0

  name       = local.breaker_machine
  tags       = var.tags
  role_arn   = local.breaker_role_arn
  definition = local.breaker_definition
}

resource "aws_iam_role" "breaker" {
  count = var.breaker && var.breaker_role_arn == null ? 1 : 0

  name                 = local.breaker_names["breaker"]
  tags                 = var.tags
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  description          = "Execution role of the breaker of ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "states.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "breaker" {
  count = var.breaker && var.breaker_role_arn == null ? 1 : 0

  name   = "pause-and-probe"
  role   = aws_iam_role.breaker[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.breaker_statements })
}

resource "aws_iam_role" "breaker_start" {
  count = var.breaker && var.breaker_start_role_arn == null ? 1 : 0

  name                 = local.breaker_names["start"]
  tags                 = var.tags
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  description          = "EventBridge starts the breaker of ${var.name} with it"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "events.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "breaker_start" {
  count = var.breaker && var.breaker_start_role_arn == null ? 1 : 0

  name = "start"
  role = aws_iam_role.breaker_start[0].id

  policy = jsonencode({ Version = "2012-10-17", Statement = local.breaker_start_statements })
}

resource "aws_cloudwatch_event_rule" "breaker" {
  for_each = local.breaker_rules

  name          = local.breaker_names[each.key]
  tags          = var.tags
  description   = each.value.description
  event_pattern = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_target" "breaker" {
  for_each = local.breaker_rules

  rule     = aws_cloudwatch_event_rule.breaker[each.key].name
  arn      = aws_sfn_state_machine.breaker[0].arn
  role_arn = local.breaker_start_role_arn
  input    = jsonencode(each.value.input)

  depends_on = [aws_iam_role_policy.breaker, aws_iam_role_policy.breaker_start]
}
