# Every wrong value of a pipeline's variables is refused at plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "local" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
}

run "pipeline_name_with_a_dot" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name = "events.fifo"
  }

  expect_failures = [var.name]
}

run "table_of_two_parts" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    table_name = "raw.events"
  }

  expect_failures = [var.table_name]
}

run "mapping_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/nothing.yaml"
  }

  expect_failures = [var.mapping_file]
}

run "mapping_that_is_no_yaml" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/descriptors/events.binpb"
  }

  expect_failures = [var.mapping_file]
}

run "descriptor_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    descriptor_file = "tests/files/descriptors/nothing.binpb"
  }

  expect_failures = [var.descriptor_file]
}

run "architecture_that_is_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    architecture = "x64"
  }

  expect_failures = [var.architecture]
}

run "workspace_over_http" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    databricks_host = "http://dbc-a1b2345c-d6e7.cloud.databricks.com"
  }

  expect_failures = [var.databricks_host]
}

run "endpoint_over_http" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    zerobus_endpoint = "http://1.zerobus.us-west-2.cloud.databricks.com"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "secret_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_arn = "databricks"
  }

  expect_failures = [var.secret_arn]
}

run "secret_key_by_alias" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_kms_key_arn = "alias/databricks"
  }

  expect_failures = [var.secret_kms_key_arn]
}

run "key_by_alias" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "vpc_without_subnets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = [], security_group_ids = ["sg-00000000000000001"] }
  }

  expect_failures = [var.vpc]
}

run "vpc_with_groups_for_subnets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = ["sg-00000000000000001"], security_group_ids = ["sg-00000000000000001"] }
  }

  expect_failures = [var.vpc]
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

run "time_out_too_short" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    timeout_seconds = 4
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
    dlq_retention_days = 3
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

run "descriptor_that_the_mapping_names_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/no_descriptor.yaml"
  }

  expect_failures = [var.descriptor_file]
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
    visibility_timeout_seconds = 359
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "visibility_without_the_window" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 360
    batching_window_seconds    = 1
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "large_batch_without_a_window" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    batch_size = 11
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
