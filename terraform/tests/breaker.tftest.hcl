# Pausing a pipeline: by `enabled`, and by the breaker. state-machines/breaker.test.mjs runs the state machine itself, and
# breaker_stays_open.sh plans while the breaker is open.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "local" {}

variables {
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "closed" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.queue.enabled && aws_ssm_parameter.enabled[0].insecure_value == "true" && aws_ssm_parameter.breaker[0].insecure_value == "closed"
    error_message = "A new pipeline must receive messages."
  }

  assert {
    condition = (
      jsondecode(aws_sfn_state_machine.breaker[0].definition).States.Enable.Arguments == { Uuid = output.event_source_mapping_uuid, Enabled = true }
      && jsondecode(aws_sfn_state_machine.breaker[0].definition).States.Probe.Arguments == { FunctionName = aws_lambda_alias.live.arn, Payload = { Records = [], probe = true } }
      && jsondecode(aws_sfn_state_machine.breaker[0].definition).States.Probe.TimeoutSeconds == 90
      && jsondecode(aws_sfn_state_machine.breaker[0].definition).States.Settle.Seconds == 300
    )
    error_message = "The state machine must act on this pipeline's mapping and function."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.breaker[0].policy).Statement : join(" ", statement.Action) => statement.Resource } == {
      "lambda:UpdateEventSourceMapping"             = [aws_lambda_event_source_mapping.queue.arn]
      "lambda:InvokeFunction"                       = [aws_lambda_alias.live.arn]
      "ssm:GetParameters"                           = [aws_ssm_parameter.enabled[0].arn, aws_ssm_parameter.breaker[0].arn, aws_ssm_parameter.closings[0].arn]
      "ssm:PutParameter"                            = [aws_ssm_parameter.breaker[0].arn, aws_ssm_parameter.closings[0].arn]
      "states:ListExecutions states:StartExecution" = [aws_sfn_state_machine.breaker[0].arn]
      "cloudwatch:DescribeAlarms"                   = ["*"]
      "cloudwatch:PutMetricData"                    = ["*"]
    }
    error_message = "The breaker must be allowed these and nothing else."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.breaker[0].policy).Statement : statement.Condition if try(statement.Condition, null) != null] == [
      { StringEquals = { "cloudwatch:namespace" = "SqsIngestor" } },
    ]
    error_message = "The breaker must write metrics of its own namespace only."
  }

  assert {
    # What each task of the state machine calls, as the action that it needs.
    condition = toset([
      for state in values(jsondecode(aws_sfn_state_machine.breaker[0].definition).States) :
      lower(replace(replace(replace(replace(reverse(split(":::", state.Resource))[0], "aws-sdk:", ""), "sfn:", "states:"), "/:invoke$/", ":invokefunction"), "/^arn.*/", "")) if can(state.Resource)
    ]) == toset(flatten([for statement in jsondecode(aws_iam_role_policy.breaker[0].policy).Statement : [for action in statement.Action : lower(action)]]))
    error_message = "The role must allow what the state machine calls, and no more."
  }

  assert {
    condition     = alltrue([for name, target in aws_cloudwatch_event_target.breaker : target.arn == aws_sfn_state_machine.breaker[0].arn]) && jsondecode(aws_cloudwatch_event_target.breaker["resume"].input) == { resumed = true }
    error_message = "Alarm and failure must start the state machine."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.breaker["outage"].event_pattern) == {
      source        = ["aws.cloudwatch"]
      "detail-type" = ["CloudWatch Alarm State Change"]
      resources     = [aws_cloudwatch_metric_alarm.outage[0].arn]
      detail        = { state = { value = ["ALARM"] } }
    }
    error_message = "The rule must wait for this pipeline's alarm."
  }
}

run "paused" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    enabled = false
  }

  assert {
    condition     = !aws_lambda_event_source_mapping.queue.enabled && aws_ssm_parameter.enabled[0].insecure_value == "false"
    error_message = "enabled = false must pause the pipeline, and tell the breaker."
  }
}

run "alarm_of_a_lone_message" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    timeout_seconds = 150
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.outage[0].metric_query : query.metric[0].period if length(query.metric) > 0] == [960, 960]
    error_message = "A message that is alone fails once in each visibility timeout of 901 s: periods must be as long."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.outage[0].alarm_description, "in 32 of 48 minutes")
    error_message = "The description is ${aws_cloudwatch_metric_alarm.outage[0].alarm_description}"
  }
}

run "alarm_with_a_short_visibility_timeout" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 420
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.outage[0].metric_query : query.metric[0].period if length(query.metric) > 0] == [300, 300]
    error_message = "Three periods of 5 minutes have at least two failures of a message that is alone."
  }
}

run "alarm_of_an_open_breaker" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition = {
      for name in ["WriteOpen", "WriteNotOpen"] : name => jsondecode(aws_sfn_state_machine.breaker[0].definition).States[name].Arguments
      } == { for name, value in { WriteOpen = 1, WriteNotOpen = 0 } : name => {
        Namespace                           = aws_cloudwatch_metric_alarm.pipeline["breaker-open"].namespace
        MetricData                          = [{ MetricName = aws_cloudwatch_metric_alarm.pipeline["breaker-open"].metric_name, Dimensions = [{ Name = "FunctionName", Value = "events" }], Unit = "Count", Value = value }]
    } }
    error_message = "The breaker must write the metric that the alarm watches: 1 while it is open, 0 when it has closed."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.pipeline["breaker-open"].dimensions == tomap({ FunctionName = "events" })
      && aws_cloudwatch_metric_alarm.pipeline["breaker-open"].statistic == "Minimum"
      && aws_cloudwatch_metric_alarm.pipeline["breaker-open"].threshold == 0
    )
    error_message = "If 1 and 0 come in one period, the breaker has closed."
  }

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.pipeline : name => alarm.treat_missing_data if alarm.treat_missing_data != "notBreaching" } == { breaker-open = "ignore" }
    error_message = "Rounds are up to an hour apart: between two values the alarm must keep its state. Other alarms return to OK."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_composite_alarm.severity["critical"].alarm_rule, "ALARM(\"events-breaker-open\")")
    error_message = "An open breaker is critical."
  }

  assert {
    condition     = length([for widget in jsondecode(aws_cloudwatch_dashboard.pipeline[0].dashboard_body).widgets : widget if try(widget.properties.metrics, null) == [["SqsIngestor", "BreakerOpen", "FunctionName", "events"]]]) == 1
    error_message = "The dashboard must show whether the breaker is open."
  }
}

run "alarm_of_a_failed_breaker" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["breaker-failed"].dimensions == tomap({ StateMachineArn = "arn:aws:states:us-west-2:123456789012:stateMachine:${aws_sfn_state_machine.breaker[0].name}" })
    error_message = "The alarm must watch this pipeline's state machine."
  }
}

run "without_a_breaker" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    breaker = false
  }

  assert {
    condition = aws_lambda_event_source_mapping.queue.enabled && length(concat(
      aws_ssm_parameter.enabled, aws_ssm_parameter.breaker, aws_ssm_parameter.closings, aws_sfn_state_machine.breaker, aws_iam_role.breaker, aws_iam_role.breaker_start,
      aws_cloudwatch_metric_alarm.outage, values(aws_cloudwatch_event_rule.breaker), values(aws_cloudwatch_event_target.breaker),
    )) == 0
    error_message = "Nothing of the breaker must be made."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).maxReceiveCount == 478
    error_message = "Without the breaker, a day must not use up the tries: 86400 / 181."
  }

  assert {
    condition     = length(setintersection(output.alarm_names, ["events-breaker-failed", "events-breaker-open", "events-outage"])) == 0
    error_message = "There must be no alarm of the breaker."
  }

  assert {
    condition     = !strcontains(aws_cloudwatch_dashboard.pipeline[0].dashboard_body, "BreakerOpen")
    error_message = "There must be no graph of the breaker."
  }
}

run "wait_too_short" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    breaker_wait_seconds = 59
  }

  expect_failures = [var.breaker_wait_seconds]
}

run "wait_too_long" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    breaker_wait_seconds = 3601
  }

  expect_failures = [var.breaker_wait_seconds]
}

run "long_name" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name = "a123456789012345678901234567890-b123456789012345678901234567890"
  }

  assert {
    condition = alltrue([for name in concat(
      [aws_iam_role.breaker[0].name, aws_iam_role.breaker_start[0].name], [for rule in aws_cloudwatch_event_rule.breaker : rule.name],
    ) : length(name) <= 64])
    error_message = "AWS refuses names of roles and rules with more than 64 characters."
  }

  assert {
    condition = length(distinct(concat(
      [aws_iam_role.breaker[0].name, aws_iam_role.breaker_start[0].name], [for rule in aws_cloudwatch_event_rule.breaker : rule.name],
    ))) == 4
    error_message = "The names must differ although they are cut."
  }
}
