# Names that are not known, sources and keys of other places, and too few tries.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  name                 = "orders"
  mapping_file         = "../mappings/orders.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
}

run "key_of_another_region" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  expect_failures = [aws_sqs_queue.messages]
}

run "alarms_of_another_region" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:on-call"
  }

  expect_failures = [aws_cloudwatch_composite_alarm.severity]
}

run "dead_letters_of_another_account" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_dlq_arn = "arn:aws:sqs:us-west-2:999999999999:dlq"
  }

  expect_failures = [aws_sqs_queue.messages]
}

run "topic_of_another_account" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = ["arn:aws:sns:us-west-2:999999999999:t"], subscribe_sns_topics = true }
  }

  expect_failures = [aws_sns_topic_subscription.queue]
}

run "topic_of_another_region" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = ["arn:aws:sns:eu-west-1:123456789012:t"], subscribe_sns_topics = true }
  }

  expect_failures = [aws_sns_topic_subscription.queue]
}

run "rule_of_another_account" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { event_rules = ["arn:aws:events:us-west-2:999999999999:rule/r"], target_event_rules = true }
  }

  expect_failures = [aws_cloudwatch_event_target.queue]
}

run "too_few_tries_for_an_outage" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_receive_count = 5
  }

  expect_failures = [check.tries_last_for_an_outage]
}

run "few_tries_with_a_long_timeout" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    max_receive_count = 5
    timeout_seconds   = 60
  }

  assert {
    condition     = output.lambda_function_name == "orders"
    error_message = "This must be accepted."
  }
}

run "senders_with_a_misspelt_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topic = ["arn:aws:sns:us-west-2:123456789012:t"] }
  }

  expect_failures = [var.senders]
}

run "senders_no_list" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = "arn:aws:sns:us-west-2:123456789012:t" }
  }

  expect_failures = [var.senders]
}

run "senders_switch" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = { sns_topics = ["arn:aws:sns:us-west-2:123456789012:t"], subscribe_sns_topics = "yes" }
  }

  expect_failures = [var.senders]
}

run "bootstrap_s3_with_a_misspelt_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    bootstrap_zip = null
    bootstrap_s3  = { bucket = "artifacts", key = "k", versoin = "3" }
  }

  expect_failures = [var.bootstrap_s3]
}

run "vpc_with_a_misspelt_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = ["subnet-1"], security_groups = ["sg-1"] }
  }

  expect_failures = [var.vpc]
}

run "provisioned_pollers_with_a_misspelt_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    provisioned_pollers = { minimum = 2, maximun = 4 }
  }

  expect_failures = [var.provisioned_pollers]
}

run "capacity_provider_with_a_misspelt_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:p", concurrency = 2 }
  }

  expect_failures = [var.capacity_provider]
}
