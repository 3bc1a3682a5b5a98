# Alarms: two severities, one composite alarm each, thresholds, and a section of the runbook for every one.

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

run "every_alarm_has_a_section_in_the_runbook" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo = true
  }

  assert {
    condition     = contains(output.alarm_names, "events-stuck-group") && length(output.alarm_names) == 14
    error_message = "A FIFO pipeline has all fourteen alarms: ${join(", ", output.alarm_names)}."
  }

  assert {
    condition     = alltrue([for name in output.alarm_names : strcontains(file("../docs/how-to/runbook.md"), "\n## ${trimprefix(name, "events-")}\n")])
    error_message = "docs/how-to/runbook.md has no section for: ${join(", ", [for name in output.alarm_names : name if !strcontains(file("../docs/how-to/runbook.md"), "\n## ${trimprefix(name, "events-")}\n")])}."
  }

  assert {
    condition = toset([for line in split("\n", file("../docs/how-to/runbook.md")) : "events-${trimprefix(line, "## ")}" if startswith(line, "## ")]) == toset(concat(
      output.alarm_names,
    ))
    error_message = "docs/how-to/runbook.md has a section for an alarm that does not exist."
  }

  assert {
    condition = alltrue([for name, description in merge(
      { for name, alarm in aws_cloudwatch_metric_alarm.pipeline : name => alarm.alarm_description },
      { configuration = aws_cloudwatch_metric_alarm.configuration.alarm_description, outage = aws_cloudwatch_metric_alarm.outage[0].alarm_description },
    ) : endswith(description, " Runbook: docs/how-to/runbook.md#${name}")])
    error_message = "Each alarm must name its section of the runbook."
  }

  assert {
    condition     = alltrue([for name in output.alarm_names : length([for alarm in aws_cloudwatch_composite_alarm.severity : alarm if strcontains(alarm.alarm_rule, "ALARM(\"${name}\")")]) == 1])
    error_message = "Each alarm must be part of exactly one composite alarm."
  }
}

run "without_topics" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = !contains(output.alarm_names, "events-stuck-group")
    error_message = "A standard queue has no groups."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["oldest-message"].threshold == 900 && aws_cloudwatch_metric_alarm.pipeline["dead-letters-expire"].threshold == 5 * 86400
    error_message = "The age is 900 s, as three visibility timeouts of 181 s are less, and a dead letter expires 7 days after 7 days in the queue."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["slow-invocations"].threshold == 24000
    error_message = "80 % of 30 s."
  }

  assert {
    condition = jsondecode(file("cost/prices.json")).pipeline.composite_alarms == length(aws_cloudwatch_composite_alarm.severity) && jsondecode(file("cost/prices.json")).pipeline.alarm_metrics == length(aws_cloudwatch_metric_alarm.pipeline) + length([
      for query in concat(tolist(aws_cloudwatch_metric_alarm.configuration.metric_query), tolist(aws_cloudwatch_metric_alarm.outage[0].metric_query)) : query if length(query.metric) > 0
    ])
    error_message = "The table of costs counts other alarms than there are: correct cost/prices.json."
  }

  assert {
    condition = toset([for query in aws_cloudwatch_metric_alarm.configuration.metric_query : query.metric[0].dimensions if startswith(query.id, "e")]) == toset([
      for type in ["ConfigurationInvalid", "MappingInvalid", "CredentialsInvalid", "EventInvalid", "Unexpected"] : tomap({ FunctionName = "events", ErrorType = type })
    ])
    error_message = "The alarm on configuration must count the error types that no retry heals."
  }
}

run "alarms_are_about_the_live_version" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition = alltrue([for dimensions in concat(
      [for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.dimensions if alarm.namespace == "AWS/Lambda"],
      [for query in concat(tolist(aws_cloudwatch_metric_alarm.outage[0].metric_query), tolist(aws_cloudwatch_metric_alarm.configuration.metric_query)) : query.metric[0].dimensions if length([for metric in query.metric : metric if metric.namespace == "AWS/Lambda"]) > 0],
    ) : dimensions == tomap({ FunctionName = "events", Resource = "events:${aws_lambda_alias.live.name}" })])
    error_message = "A probe of a new version that fails must not start an alarm or the breaker: the live version is fine."
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.configuration.metric_query : query.expression if query.return_data == true] == ["IF(FILL(live, 0) > 0, SUM([e0, e1, e2, e3, e4]), 0)"]
    error_message = "Error types must count only while the live version fails, and all of them."
  }
}

run "one_topic_gets_both_severities" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_topic_arn = "arn:aws:sns:us-west-2:123456789012:on-call"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_composite_alarm.severity : alarm.alarm_actions == toset([var.alarm_topic_arn]) && alarm.ok_actions == toset([var.alarm_topic_arn])])
    error_message = "The topic must receive both alarms, and their return to OK."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.alarm_actions == null])
    error_message = "One outage must not send many messages."
  }
}

run "thresholds" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo                        = true
    alarm_topic_arn             = "arn:aws:sns:us-west-2:123456789012:on-call"
    warning_topic_arn           = "arn:aws:sns:us-west-2:123456789012:later"
    runbook_url                 = "https://wiki.example.com/ingest"
    alarm_age_seconds           = 120
    alarm_errors                = 1
    alarm_throttles             = 2
    alarm_failed_messages       = 25
    alarm_quarantined_messages  = 4
    alarm_dropped_messages      = 5
    alarm_dead_letters          = 6
    alarm_dead_letter_days_left = 3
    alarm_duration_percent      = 50
    timeout_seconds             = 100
    create_dashboard            = false
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.pipeline : name => alarm.threshold } == {
      oldest-message       = 120
      errors               = 1
      throttles            = 2
      failed-messages      = 25
      quarantined-messages = 4
      dropped-messages     = 5
      dead-letters         = 6
      dead-letters-expire  = 11 * 86400
      slow-invocations     = 50000
      stuck-group          = 0
      breaker-failed       = 0
      breaker-open         = 0
    }
    error_message = "The thresholds are not those of the variables. In a FIFO queue a dead letter has all its 14 days."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["stuck-group"].period == 600 && aws_cloudwatch_metric_alarm.pipeline["stuck-group"].evaluation_periods == 3
    error_message = "A stuck group fails once in each visibility timeout of 600 s."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.severity["critical"].alarm_actions == toset([var.alarm_topic_arn]) && aws_cloudwatch_composite_alarm.severity["warning"].alarm_actions == toset([var.warning_topic_arn])
    error_message = "Each severity has its topic."
  }

  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.pipeline["errors"].alarm_description, "https://wiki.example.com/ingest#errors")
    error_message = "The address of the runbook must be the one of the variable."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.pipeline) == 0
    error_message = "There must be no dashboard."
  }
}
