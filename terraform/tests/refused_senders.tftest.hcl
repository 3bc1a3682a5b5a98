# Every wrong sender, and every queue that cannot be, is refused at plan.

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

run "topic_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = ["alerts"] }
  }

  expect_failures = [var.senders]
}

run "rule_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { event_rules = ["states"] }
  }

  expect_failures = [var.senders]
}

run "bucket_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { buckets = ["uploads"] }
  }

  expect_failures = [var.senders]
}

run "account_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { accounts = ["shop"] }
  }

  expect_failures = [var.senders]
}

run "everybody_as_principal" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { principals = ["*"] }
  }

  expect_failures = [var.senders]
}

run "standard_topic_of_a_fifo_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo    = true
    senders = { sns_topics = ["arn:aws:sns:us-west-2:123456789012:alerts"] }
  }

  expect_failures = [var.senders]
}

run "bucket_of_a_fifo_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo    = true
    senders = { buckets = ["arn:aws:s3:::uploads"] }
  }

  expect_failures = [var.senders]
}

run "rule_of_a_fifo_queue_without_deduplication" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo    = true
    senders = { event_rules = ["arn:aws:events:us-west-2:123456789012:rule/states"] }
  }

  expect_failures = [var.senders]
}

run "senders_of_an_existing_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop"
    senders            = { accounts = ["210987654321"] }
  }

  expect_failures = [var.senders]
}

run "subscription_without_a_topic" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { subscribe_sns_topics = true }
  }

  expect_failures = [var.senders]
}

run "target_without_a_rule" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { target_event_rules = true }
  }

  expect_failures = [var.senders]
}

run "notification_without_a_bucket" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { notify_buckets = true }
  }

  expect_failures = [var.senders]
}

run "raw_delivery_without_a_subscription" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = ["arn:aws:sns:us-west-2:123456789012:alerts"], raw_delivery = true }
  }

  expect_failures = [var.senders]
}

run "existing_queue_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "shop"
  }

  expect_failures = [var.existing_queue_arn]
}

run "existing_fifo_queue_of_a_standard_pipeline" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop.fifo"
  }

  expect_failures = [var.existing_queue_arn]
}

run "existing_standard_queue_of_a_fifo_pipeline" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo               = true
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop"
  }

  expect_failures = [var.existing_queue_arn]
}

run "existing_queue_with_a_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop"
    queue_name         = "shop"
  }

  expect_failures = [var.existing_queue_arn]
}

run "existing_queue_of_another_region" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:eu-west-1:123456789012:shop"
  }

  expect_failures = [aws_lambda_event_source_mapping.queue]
}

run "existing_dead_letter_queue_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_dlq_arn = "shop-dead"
  }

  expect_failures = [var.existing_dlq_arn]
}

run "existing_fifo_dead_letter_queue_of_a_standard_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_dlq_arn = "arn:aws:sqs:us-west-2:123456789012:dead.fifo"
  }

  expect_failures = [var.existing_dlq_arn]
}

run "existing_queue_as_its_own_dead_letter_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop"
    existing_dlq_arn   = "arn:aws:sqs:us-west-2:123456789012:shop"
  }

  expect_failures = [var.existing_dlq_arn]
}

run "no_dead_letter_queue_of_a_standard_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    create_dlq = false
  }

  expect_failures = [aws_sqs_queue.messages]
}

run "high_throughput_of_a_standard_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo_high_throughput = true
  }

  expect_failures = [var.fifo_high_throughput]
}

run "message_too_large" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_message_size = 1048577
  }

  expect_failures = [var.max_message_size]
}

run "message_too_small" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_message_size = 1023
  }

  expect_failures = [var.max_message_size]
}

run "filter_that_is_no_object" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    filter_criteria = ["kind = order"]
  }

  expect_failures = [var.filter_criteria]
}

run "too_many_filters" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    filter_criteria = ["{}", "{}", "{}", "{}", "{}", "{}"]
  }

  expect_failures = [var.filter_criteria]
}

run "queue_statement_without_a_principal" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "queue_statement_about_another_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = "*", Action = ["sqs:SendMessage"], Resource = "*" }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "statements_of_an_existing_queue" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn     = "arn:aws:sqs:us-west-2:123456789012:shop"
    extra_queue_statements = [{ Effect = "Allow", Principal = "*", Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}
