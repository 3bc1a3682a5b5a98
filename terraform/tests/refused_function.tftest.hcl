# Every wrong value of a pipeline's function and its batches is refused at plan.

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

run "batch_of_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size = 0
  }

  expect_failures = [var.batch_size]
}

run "batch_above_10000" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size = 10001
  }

  expect_failures = [var.batch_size]
}

run "batch_that_is_no_whole_number" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size = 1.5
  }

  expect_failures = [var.batch_size]
}

run "window_above_300" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batching_window_seconds = 301
  }

  expect_failures = [var.batching_window_seconds]
}

run "window_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batching_window_seconds = -1
  }

  expect_failures = [var.batching_window_seconds]
}

run "concurrency_of_one" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    maximum_concurrency = 1
  }

  expect_failures = [var.maximum_concurrency]
}

run "concurrency_above_1000" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    maximum_concurrency = 1001
  }

  expect_failures = [var.maximum_concurrency]
}

run "too_little_memory" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    memory_mb = 127
  }

  expect_failures = [var.memory_mb]
}

run "too_much_memory" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    memory_mb = 10241
  }

  expect_failures = [var.memory_mb]
}

run "too_much_memory_of_managed_instances" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:ingest" }
    memory_mb         = 16384
  }

  expect_failures = [var.memory_mb]
}

run "time_out_too_short" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    timeout_seconds = 9
  }

  expect_failures = [var.timeout_seconds]
}

run "time_out_too_long" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    timeout_seconds = 901
  }

  expect_failures = [var.timeout_seconds]
}

run "report_that_is_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    delivery_report = "all"
  }

  expect_failures = [var.delivery_report]
}

run "dedupe_below_zero" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    dedupe_window = -1
  }

  expect_failures = [var.dedupe_window]
}

run "large_batch_without_a_window" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size              = 11
    batching_window_seconds = 0
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "large_batch_of_a_fifo_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo       = true
    batch_size = 11
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "window_of_a_fifo_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo                    = true
    batching_window_seconds = 1
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}
