# Secrets in the environment, and values that AWS would refuse.

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

run "password_in_the_environment" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { MY_PASSWORD = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "token_in_the_environment" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { my_token = "x" }
  }

  expect_failures = [var.environment_variables]
}

run "where_a_secret_is" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { DD_API_KEY_SECRET_ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:dd-AbCdEf", TOKEN_FILE = "/opt/token", MAX_TOKENS = "20" }
  }

  assert {
    condition     = output.lambda_function_name == "orders"
    error_message = "This must be accepted."
  }
}

run "proxy_with_a_password" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { https_proxy = "http://user:word@proxy.internal:3128" }
  }

  expect_failures = [check.proxy_without_a_password]
}

run "environment_of_wide_characters" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { TEXT = "${join("", [for i in range(1000) : "éé"])}" }
  }

  expect_failures = [aws_lambda_function.ingestor]
}

run "environment_of_angle_brackets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    environment_variables = { TEXT = "${join("", [for i in range(1000) : "<"])}" }
  }

  assert {
    condition     = output.lambda_function_name == "orders"
    error_message = "This must be accepted."
  }
}

run "client_id_that_is_a_secret" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    databricks_client_id = "dose00000000000000000000000000000000"
  }

  expect_failures = [var.secret_arn]
}

run "secret_whose_name_ends_in_client" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-client"
  }

  expect_failures = [var.secret_arn]
}

run "workspace_twice" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    zerobus_endpoint = "https://dbc-a1b2345c-d6e7.cloud.databricks.com/"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "port_that_is_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    zerobus_endpoint = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com:99999"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "workspace_that_is_dots" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    databricks_host = "https://..."
  }

  expect_failures = [var.databricks_host]
}

run "tag_without_a_key" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    tags = { "" = "x" }
  }

  expect_failures = [var.tags]
}

run "tag_with_a_mark" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    tags = { "a!b#" = "x" }
  }

  expect_failures = [var.tags]
}

run "tag_of_two_lines" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    tags = { team = "a\nb" }
  }

  expect_failures = [var.tags]
}

run "tag_that_is_too_long" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    tags = { team = join("", [for i in range(300) : "x"]) }
  }

  expect_failures = [var.tags]
}

run "too_many_tags" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    tags = { for i in range(51) : "t${i}" => "x" }
  }

  expect_failures = [var.tags]
}

run "fraction_of_a_second" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    visibility_timeout_seconds = 181.5
  }

  expect_failures = [var.visibility_timeout_seconds]
}

run "retention_of_a_fraction" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    message_retention_days = 1.00001
  }

  expect_failures = [var.message_retention_days]
}

run "fraction_of_a_poller" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    provisioned_pollers = { minimum = 2.5, maximum = 4 }
  }

  expect_failures = [var.provisioned_pollers]
}

run "fraction_of_an_invocation" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    capacity_provider = { arn = "arn:aws:lambda:us-west-2:123456789012:capacity-provider:p", max_concurrency = 1.5 }
  }

  expect_failures = [var.capacity_provider]
}
