# Every wrong value of a pipeline's queue is refused at plan.

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

run "visibility_above_12_hours" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 43201
  }

  expect_failures = [var.visibility_timeout_seconds]
}

run "retention_above_14_days" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    message_retention_days = 15
  }

  expect_failures = [var.message_retention_days]
}

run "retention_of_nothing" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    message_retention_days = 0
  }

  expect_failures = [var.message_retention_days]
}

run "dead_letters_above_14_days" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    dlq_retention_days = 15
  }

  expect_failures = [var.dlq_retention_days]
}

run "dead_letters_shorter_than_messages" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    dlq_retention_days = 6
  }

  expect_failures = [var.dlq_retention_days]
}

run "no_try" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_receive_count = 0
  }

  expect_failures = [var.max_receive_count]
}

run "too_many_tries" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_receive_count = 1001
  }

  expect_failures = [var.max_receive_count]
}

run "queue_name_with_a_slash" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    queue_name = "shop/events"
  }

  expect_failures = [var.queue_name]
}

run "queue_name_too_long" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    queue_name = "a12345678901234567890123456789012345678901234567890123456789012345678901"
  }

  expect_failures = [var.queue_name]
}

run "fifo_name_of_a_standard_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    queue_name = "events.fifo"
  }

  expect_failures = [var.queue_name]
}

run "standard_name_of_a_fifo_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo       = true
    queue_name = "events"
  }

  expect_failures = [var.queue_name]
}

run "visibility_below_six_time_outs" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 179
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "visibility_without_the_window" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 180
    batching_window_seconds    = 1
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}
