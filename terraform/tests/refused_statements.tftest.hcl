# Statements that open what must stay closed, and that AWS would refuse.

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

run "queue_for_everybody" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = "*", Action = ["sqs:*"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "queue_for_every_principal" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = { AWS = ["*"] }, Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "queue_for_all_others" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", NotPrincipal = { AWS = ["arn:aws:iam::123456789012:root"] }, Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "queue_for_an_organization" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = "*", Action = ["sqs:SendMessage"], Condition = { StringEquals = { "aws:PrincipalOrgID" = ["o-a1b2c3d4e5"] } } }]
  }

  assert {
    condition     = output.lambda_function_name == "orders"
    error_message = "This must be accepted."
  }
}

run "condition_in_small_letters" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = { AWS = ["arn:aws:iam::123456789012:root"] }, Action = ["sqs:SendMessage"], condition = {} }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "resource_of_a_queue_statement" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = { AWS = ["arn:aws:iam::123456789012:root"] }, Action = ["sqs:SendMessage"], NotResource = ["*"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "principal_with_a_star" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Effect = "Allow", Principal = { AWS = ["arn:aws:iam::123456789012:role/*"] }, Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "sid_of_the_module" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Sid = "AllowTopics", Effect = "Allow", Principal = { AWS = ["arn:aws:iam::123456789012:root"] }, Action = ["sqs:SendMessage"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "one_sid_twice" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [{ Sid = "A", Effect = "Deny", Principal = "*", Action = ["sqs:PurgeQueue"] }, { Sid = "A", Effect = "Deny", Principal = "*", Action = ["sqs:AddPermission"] }]
  }

  expect_failures = [var.extra_queue_statements]
}

run "queue_statements_that_are_text" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = "all"
  }

  expect_failures = [var.extra_queue_statements]
}

run "every_action_of_the_role" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  }

  expect_failures = [var.extra_policy_statements]
}

run "every_other_action_of_the_role" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [{ Effect = "Allow", NotAction = ["iam:*"], Resource = ["*"] }]
  }

  expect_failures = [var.extra_policy_statements]
}

run "conditions_of_the_role" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_policy_statements = [{ Effect = "Allow", Action = ["ssm:GetParameter"], Resource = ["*"], Conditions = {} }]
  }

  expect_failures = [var.extra_policy_statements]
}
