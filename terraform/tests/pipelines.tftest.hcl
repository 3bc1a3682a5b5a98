# Several pipelines: each has what it says, and the rest from the variables of the same name.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host          = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id     = "11111111-2222-3333-4444-555555555555"
  databricks_client_secret = "not-a-real-secret"
  zerobus_endpoint         = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  memory_mb                = 512
  primary_pipeline         = "orders"

  pipelines = {
    messages = {
      table_name   = "main.raw.sqs_messages"
      mapping_file = "../mappings/sqs_messages.yaml"
    }
    orders = {
      mapping_file            = "../mappings/orders.yaml"
      batch_size              = 500
      batching_window_seconds = 5
      maximum_concurrency     = 20
      memory_mb               = 1024
      databricks_secret_arn   = "arn:aws:secretsmanager:us-west-2:123456789012:secret:orders-AbCdEf"
    }
  }
}

run "two_pipelines" {
  assert {
    condition     = toset(keys(output.pipelines)) == toset(["messages", "orders"])
    error_message = "Each entry must make a pipeline."
  }

  assert {
    condition     = output.lambda_function_name == "sqs-ingestor-orders"
    error_message = "The outputs must speak of the primary pipeline."
  }

  assert {
    condition     = output.pipelines["messages"].lambda_function_name == "sqs-ingestor-messages"
    error_message = "The map must hold the other pipeline too."
  }

  assert {
    condition     = output.pipelines["messages"].layer_hash != output.pipelines["orders"].layer_hash
    error_message = "Each pipeline must have its own layer."
  }
}

run "one_pipeline_of_a_map_is_the_primary_one" {
  variables {
    primary_pipeline = null
    pipelines        = { orders = { mapping_file = "../mappings/orders.yaml" } }
  }

  assert {
    condition     = output.lambda_function_name == "sqs-ingestor-orders"
    error_message = "The only pipeline must be the primary one."
  }
}

run "several_need_a_primary_one" {
  command = plan

  variables {
    primary_pipeline = null
  }

  expect_failures = [var.primary_pipeline]
}

run "the_primary_one_must_exist" {
  command = plan

  variables {
    primary_pipeline = "order"
  }

  expect_failures = [var.primary_pipeline]
}

run "table_name_and_pipelines_exclude_each_other" {
  command = plan

  variables {
    table_name = "main.raw.sqs_messages"
  }

  expect_failures = [var.table_name]
}

run "nothing_to_land" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = {}
  }

  expect_failures = [var.table_name]
}

run "key_that_is_no_name" {
  command = plan

  variables {
    primary_pipeline = "or ders"
    pipelines        = { "or ders" = { mapping_file = "../mappings/orders.yaml" } }
  }

  expect_failures = [var.pipelines]
}

run "misspelt_attribute" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { orders = { mapping_file = "../mappings/orders.yaml", batchsize = 5 } }
  }

  expect_failures = [var.pipelines]
}

run "without_a_mapping" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { orders = { table_name = "main.sales.orders" } }
  }

  expect_failures = [var.pipelines]
}

run "pipeline_of_nothing" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { orders = null }
  }

  expect_failures = [var.pipelines]
}

run "two_pipelines_with_one_queue_name" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", queue_name = "shop" }
      b = { mapping_file = "../mappings/orders.yaml", queue_name = "shop" }
    }
  }

  expect_failures = [output.pipelines]
}

run "key_that_is_the_name_of_another_dead_letter_queue" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a       = { mapping_file = "../mappings/orders.yaml" }
      "a-dlq" = { mapping_file = "../mappings/orders.yaml" }
    }
  }

  expect_failures = [output.pipelines]
}

run "function_name_that_is_the_name_of_another_dead_letter_queue" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml" }
      x = { mapping_file = "../mappings/orders.yaml", function_name = "sqs-ingestor-a-dlq" }
    }
  }

  expect_failures = [output.pipelines]
}

run "function_name_that_leaves_a_queue_to_another" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", function_name = "shop" }
      b = { mapping_file = "../mappings/orders.yaml", queue_name = "sqs-ingestor-a" }
    }
  }

  assert {
    condition     = length(output.pipelines) == 2
    error_message = "The queue of a is shop, so b may have the other name."
  }
}

run "existing_queue_of_two_pipelines" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop" }
      b = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop" }
    }
  }

  expect_failures = [output.pipelines]
}

run "existing_queue_with_the_name_of_a_new_one" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml" }
      b = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:sqs-ingestor-a" }
    }
  }

  expect_failures = [output.pipelines]
}

run "pipeline_that_reads_the_dead_letters_of_another" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", existing_dlq_arn = "arn:aws:sqs:us-west-2:123456789012:dead" }
      b = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:dead" }
    }
  }

  expect_failures = [output.pipelines]
}

run "one_dead_letter_queue_for_two_pipelines" {
  command = plan

  variables {
    primary_pipeline = "a"
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", existing_dlq_arn = "arn:aws:sqs:us-west-2:123456789012:dead" }
      b = { mapping_file = "../mappings/orders.yaml", existing_dlq_arn = "arn:aws:sqs:us-west-2:123456789012:dead" }
    }
  }

  assert {
    condition     = output.dlq_arn == "arn:aws:sqs:us-west-2:123456789012:dead"
    error_message = "Several pipelines may share an existing dead-letter queue."
  }
}

run "senders_of_a_pipeline" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", enabled = false, senders = { sns_topics = ["arn:aws:sns:us-west-2:123456789012:alerts"], subscribe_sns_topics = true } }
    }
  }

  assert {
    condition     = length([for statement in jsondecode(output.pipelines["a"].key_policy_statements) : statement if statement.Sid == "SendTopics"]) == 1
    error_message = "The senders of an entry must reach its pipeline."
  }
}

run "misspelt_sender" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { a = { mapping_file = "../mappings/orders.yaml", senders = { sns_topic = ["arn:aws:sns:us-west-2:123456789012:alerts"] } } }
  }

  expect_failures = [var.pipelines]
}

run "misspelt_poller" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { a = { mapping_file = "../mappings/orders.yaml", provisioned_pollers = { minimum = 2, maximum = 20, max = 30 } } }
  }

  expect_failures = [var.pipelines]
}

run "misspelt_capacity" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { a = { mapping_file = "../mappings/orders.yaml", capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:ingest", concurrency = 4 }, memory_mb = 2048 } }
  }

  expect_failures = [var.pipelines]
}

run "misspelt_sender_of_all_pipelines" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { a = { mapping_file = "../mappings/orders.yaml" } }
    senders          = { account = ["210987654321"] }
  }

  expect_failures = [var.senders]
}

run "misspelt_version_of_the_program" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines        = { a = { mapping_file = "../mappings/orders.yaml" } }
    bootstrap_s3     = { bucket = "artifacts", key = "bootstrap.zip", versions = "1" }
  }

  expect_failures = [var.bootstrap_s3]
}

run "every_sender" {
  command = plan

  variables {
    primary_pipeline = null
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", senders = {
        sns_topics           = ["arn:aws:sns:us-west-2:123456789012:alerts"]
        event_rules          = ["arn:aws:events:us-west-2:123456789012:rule/states"]
        buckets              = ["arn:aws:s3:::uploads"]
        accounts             = ["210987654321"]
        principals           = ["arn:aws:iam::333333333333:role/shop"]
        subscribe_sns_topics = true
        raw_delivery         = true
        target_event_rules   = true
        notify_buckets       = true
      } }
    }
  }

  assert {
    condition     = length(output.pipelines) == 1
    error_message = "Each name of a sender must pass."
  }
}

run "one_bucket_that_notifies_two_pipelines" {
  command = plan

  variables {
    primary_pipeline = "a"
    senders          = { buckets = ["arn:aws:s3:::uploads"], notify_buckets = true }
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml" }
      b = { mapping_file = "../mappings/orders.yaml" }
    }
  }

  expect_failures = [output.pipelines]
}

run "one_bucket_of_two_pipelines" {
  command = plan

  variables {
    primary_pipeline = "a"
    senders          = { buckets = ["arn:aws:s3:::uploads"] }
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", senders = { buckets = ["arn:aws:s3:::uploads"], notify_buckets = true } }
      b = { mapping_file = "../mappings/orders.yaml" }
    }
  }

  assert {
    condition     = length(output.pipelines) == 2
    error_message = "Only what makes notifications conflicts."
  }
}
