# Every wrong value of a pipeline's logs and alarms is refused at plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
}

run "retention_that_cloudwatch_lacks" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    log_retention_days = 10
  }

  expect_failures = [var.log_retention_days]
}

run "log_level_that_drops_metrics" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    log_level = "WARN"
  }

  expect_failures = [var.log_level]
}

run "topic_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_topic_arn = "on-call"
  }

  expect_failures = [var.alarm_topic_arn]
}

run "age_below_a_minute" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_age_seconds = 59
  }

  expect_failures = [var.alarm_age_seconds]
}

run "failed_messages_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_failed_messages = -1
  }

  expect_failures = [var.alarm_failed_messages]
}

run "warning_topic_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    warning_topic_arn = "later"
  }

  expect_failures = [var.warning_topic_arn]
}

run "runbook_with_a_section" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    runbook_url = "https://wiki.example.com/ingest#alarms"
  }

  expect_failures = [var.runbook_url]
}

run "errors_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_errors = -1
  }

  expect_failures = [var.alarm_errors]
}

run "throttles_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_throttles = -1
  }

  expect_failures = [var.alarm_throttles]
}

run "quarantined_messages_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_quarantined_messages = -1
  }

  expect_failures = [var.alarm_quarantined_messages]
}

run "dropped_messages_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_dropped_messages = -1
  }

  expect_failures = [var.alarm_dropped_messages]
}

run "dead_letters_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_dead_letters = -1
  }

  expect_failures = [var.alarm_dead_letters]
}

run "no_day_left" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_dead_letter_days_left = 0
  }

  expect_failures = [var.alarm_dead_letter_days_left]
}

run "more_than_the_whole_timeout" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_duration_percent = 101
  }

  expect_failures = [var.alarm_duration_percent]
}
