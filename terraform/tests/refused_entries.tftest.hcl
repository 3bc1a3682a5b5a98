# Entries of pipelines, and variables that have no effect next to them.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host          = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id     = "11111111-2222-3333-4444-555555555555"
  databricks_client_secret = "not-a-real-secret"
  zerobus_endpoint         = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "live_version_next_to_pipelines" {
  command = plan

  variables {
    pipelines    = { orders = { mapping_file = "../mappings/orders.yaml" } }
    live_version = "41"
  }

  expect_failures = [var.live_version]
}

run "layer_zip_next_to_pipelines" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml" } }
    layer_zip = "tests/files/layers/orders.zip"
  }

  expect_failures = [var.layer_zip]
}

run "mapping_file_next_to_pipelines" {
  command = plan

  variables {
    pipelines    = { orders = { mapping_file = "../mappings/orders.yaml" } }
    mapping_file = "../mappings/orders.yaml"
  }

  expect_failures = [var.mapping_file]
}

run "function_name_next_to_pipelines" {
  command = plan

  variables {
    pipelines     = { orders = { mapping_file = "../mappings/orders.yaml" } }
    function_name = "x"
  }

  expect_failures = [var.function_name]
}

run "role_name_next_to_pipelines" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml" } }
    role_name = "r"
  }

  expect_failures = [var.role_name]
}

run "descriptor_file_next_to_pipelines" {
  command = plan

  variables {
    pipelines       = { orders = { mapping_file = "../mappings/orders.yaml" } }
    descriptor_file = "x.binpb"
  }

  expect_failures = [var.descriptor_file]
}

run "descriptor_files_next_to_pipelines" {
  command = plan

  variables {
    pipelines        = { orders = { mapping_file = "../mappings/orders.yaml" } }
    descriptor_files = ["x.binpb"]
  }

  expect_failures = [var.descriptor_files]
}

run "list_of_pipelines" {
  command = plan

  variables {
    pipelines = [{ mapping_file = "../mappings/orders.yaml" }]
  }

  expect_failures = [var.pipelines]
}

run "text_for_pipelines" {
  command = plan

  variables {
    pipelines = "orders"
  }

  expect_failures = [var.pipelines]
}

run "text_for_an_entry" {
  command = plan

  variables {
    pipelines = { orders = "../mappings/orders.yaml" }
  }

  expect_failures = [var.pipelines]
}

run "type_of_fifo" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", fifo = "yes" } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_batch_size" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", batch_size = "many" } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_descriptor_files" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", descriptor_files = "x.binpb" } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_environment_variables" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", environment_variables = ["A"] } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_queue_name" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", queue_name = ["q"] } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_senders" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", senders = "all" } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_provisioned_pollers" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", provisioned_pollers = [2, 20] } }
  }

  expect_failures = [var.pipelines]
}

run "type_of_capacity_provider" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", capacity_provider = "p" } }
  }

  expect_failures = [var.pipelines]
}

run "numbers_and_switches_as_text" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", fifo = "true", batch_size = "5" } }
  }

  assert {
    condition     = length(output.pipelines) > 0
    error_message = "This must be accepted."
  }
}

run "misspelt_attribute" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", batchsize = 5 } }
  }

  expect_failures = [var.pipelines]
}

run "misspelt_sender" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", senders = { sns_topic = [] } } }
  }

  expect_failures = [var.pipelines]
}

run "empty_function_name" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", function_name = "" } }
  }

  expect_failures = [var.pipelines]
}

run "empty_queue_name" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", queue_name = "" } }
  }

  expect_failures = [var.pipelines]
}

run "max_receive_count_of_an_existing_queue" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:q", max_receive_count = 5 } }
  }

  expect_failures = [var.pipelines]
}

run "max_message_size_of_an_existing_queue" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:q", max_message_size = 2048 } }
  }

  expect_failures = [var.pipelines]
}

run "allow_queue_deletion_of_an_existing_queue" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:q", allow_queue_deletion = true } }
  }

  expect_failures = [var.pipelines]
}

run "create_dlq_of_an_existing_queue" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:q", create_dlq = false } }
  }

  expect_failures = [var.pipelines]
}

run "visibility_of_an_existing_queue" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:q", visibility_timeout_seconds = 300 } }
  }

  assert {
    condition     = length(output.pipelines) > 0
    error_message = "This must be accepted."
  }
}

run "client_id_of_an_entry_that_is_a_secret" {
  command = plan

  variables {
    pipelines = { orders = { mapping_file = "../mappings/orders.yaml", databricks_client_id = "dose00000000000000000000000000000000" } }
  }

  expect_failures = [var.pipelines]
}

run "keys_in_capital_letters" {
  command = plan

  variables {
    pipelines = {
      orders = { mapping_file = "../mappings/orders.yaml" }
      Orders = { mapping_file = "tests/files/mappings/events.yaml" }
    }
    primary_pipeline = "orders"
  }

  expect_failures = [output.pipelines]
}

run "key_of_the_state_machine" {
  command = plan

  variables {
    pipelines = {
      orders       = { mapping_file = "../mappings/orders.yaml" }
      orders-prune = { mapping_file = "tests/files/mappings/events.yaml" }
    }
    primary_pipeline = "orders"
  }

  expect_failures = [output.pipelines]
}

run "key_of_the_breaker" {
  command = plan

  variables {
    pipelines = {
      orders         = { mapping_file = "../mappings/orders.yaml" }
      orders-breaker = { mapping_file = "tests/files/mappings/events.yaml" }
    }
    primary_pipeline = "orders"
  }

  expect_failures = [output.pipelines]
}

run "key_of_the_descriptors" {
  command = plan

  variables {
    pipelines = {
      orders             = { mapping_file = "../mappings/orders.yaml" }
      orders-descriptors = { mapping_file = "tests/files/mappings/events.yaml" }
    }
    primary_pipeline = "orders"
  }

  expect_failures = [output.pipelines]
}

run "one_function_twice" {
  command = plan

  variables {
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", function_name = "f", queue_name = "q1" }
      b = { mapping_file = "tests/files/mappings/events.yaml", function_name = "f", queue_name = "q2" }
    }
    primary_pipeline = "a"
  }

  expect_failures = [output.pipelines]
}

run "one_role_twice" {
  command = plan

  variables {
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml", role_name = "r" }
      b = { mapping_file = "tests/files/mappings/events.yaml", role_name = "R" }
    }
    primary_pipeline = "a"
  }

  expect_failures = [output.pipelines]
}

run "role_of_another_function" {
  command = plan

  variables {
    pipelines = {
      a = { mapping_file = "../mappings/orders.yaml" }
      b = { mapping_file = "tests/files/mappings/events.yaml", role_name = "sqs-ingestor-a-us-west-2" }
    }
    primary_pipeline = "a"
  }

  expect_failures = [output.pipelines]
}

run "bootstrap_s3_that_is_a_text" {
  command = plan

  variables {
    table_name   = "main.raw.sqs_messages"
    bootstrap_s3 = "s3://b/k"
  }

  expect_failures = [var.bootstrap_s3]
}

run "vpc_that_is_a_text" {
  command = plan

  variables {
    table_name = "main.raw.sqs_messages"
    vpc        = "vpc-1"
  }

  expect_failures = [var.vpc]
}

run "vpc_with_a_misspelt_name" {
  command = plan

  variables {
    table_name = "main.raw.sqs_messages"
    vpc        = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"], subnets = [] }
  }

  expect_failures = [var.vpc]
}

run "senders_that_are_a_list" {
  command = plan

  variables {
    table_name = "main.raw.sqs_messages"
    senders    = ["arn:aws:sns:us-west-2:123456789012:t"]
  }

  expect_failures = [var.senders]
}

run "program_that_is_a_folder" {
  command = plan

  variables {
    table_name    = "main.raw.sqs_messages"
    bootstrap_zip = "tests"
  }

  expect_failures = [var.bootstrap_zip]
}

run "workspace_as_endpoint" {
  command = plan

  variables {
    table_name       = "main.raw.sqs_messages"
    zerobus_endpoint = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "tag_without_a_key" {
  command = plan

  variables {
    table_name = "main.raw.sqs_messages"
    tags       = { "" = "x" }
  }

  expect_failures = [var.tags]
}
