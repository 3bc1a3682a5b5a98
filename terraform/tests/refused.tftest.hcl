# Every wrong value of the root's variables is refused at plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host          = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id     = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint         = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  databricks_client_secret = "not-a-real-secret"
  table_name               = "main.raw.sqs_messages"
}

run "region_that_is_none" {
  command = plan

  variables {
    region = "Oregon"
  }

  expect_failures = [var.region]
}

run "name_that_is_none" {
  command = plan

  variables {
    name = "1 ingestor"
  }

  expect_failures = [var.name]
}

run "tag_of_aws" {
  command = plan

  variables {
    tags = { "aws:team" = "x" }
  }

  expect_failures = [var.tags]
}

run "workspace_over_http" {
  command = plan

  variables {
    databricks_host = "http://dbc-a1b2345c-d6e7.cloud.databricks.com"
  }

  expect_failures = [var.databricks_host]
}

run "workspace_without_scheme" {
  command = plan

  variables {
    databricks_host = "dbc-a1b2345c-d6e7.cloud.databricks.com"
  }

  expect_failures = [var.databricks_host]
}

run "workspace_with_a_path" {
  command = plan

  variables {
    databricks_host = "https://dbc-a1b2345c-d6e7.cloud.databricks.com/login"
  }

  expect_failures = [var.databricks_host]
}

run "endpoint_over_http" {
  command = plan

  variables {
    zerobus_endpoint = "http://1.zerobus.us-west-2.cloud.databricks.com"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "endpoint_with_a_path" {
  command = plan

  variables {
    zerobus_endpoint = "https://1.zerobus.us-west-2.cloud.databricks.com/x"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "client_id_with_a_space" {
  command = plan

  variables {
    databricks_client_id = "1111 2222"
  }

  expect_failures = [var.databricks_client_id]
}

run "program_that_is_not_there" {
  command = plan

  variables {
    bootstrap_zip = "../artifacts/package/nothing.zip"
  }

  expect_failures = [var.bootstrap_zip]
}

run "table_of_two_parts" {
  command = plan

  variables {
    table_name = "raw.sqs_messages"
  }

  expect_failures = [var.table_name]
}

run "table_with_a_quote" {
  command = plan

  variables {
    table_name = "main.raw.`x`"
  }

  expect_failures = [var.table_name]
}
