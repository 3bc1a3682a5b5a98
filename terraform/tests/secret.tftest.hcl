# The client secret comes from one of two places.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  table_name           = "main.raw.sqs_messages"
}

run "existing_secret" {
  command = plan

  variables {
    databricks_client_id          = null
    databricks_secret_arn         = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
    databricks_secret_kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(aws_secretsmanager_secret.databricks) == 0 && length(aws_secretsmanager_secret_version.databricks) == 0
    error_message = "No secret must be made next to the existing one."
  }

  assert {
    condition     = output.databricks_secret_arn == "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
    error_message = "The functions must read the existing secret."
  }
}

run "first_apply_that_keeps_a_secret" {
  command = plan

  variables {
    keep_client_secret = true
  }

  expect_failures = [terraform_data.client_secret_origin]
}

run "new_secret_with_a_customer_key" {
  variables {
    databricks_client_secret         = "not-a-real-secret"
    databricks_client_secret_version = 2
    kms_key_arn                      = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = aws_secretsmanager_secret.databricks[0].kms_key_id == var.kms_key_arn && aws_secretsmanager_secret_version.databricks[0].secret_string_wo_version == 2
    error_message = "The secret must be encrypted with the customer key, and have the version that is given."
  }
}

run "kept" {
  command = plan

  variables {
    keep_client_secret               = true
    databricks_client_secret_version = 2
    kms_key_arn                      = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = aws_secretsmanager_secret_version.databricks[0].secret_string_wo_version == 2 && terraform_data.client_secret_origin[0].input == "databricks_client_secret"
    error_message = "The secret must stay as it is."
  }
}

run "kept_with_a_higher_number" {
  command = plan

  variables {
    keep_client_secret               = true
    databricks_client_secret_version = 3
  }

  expect_failures = [terraform_data.client_secret_origin]
}

run "kept_with_an_older_number" {
  command = plan

  variables {
    keep_client_secret               = true
    databricks_client_secret_version = 1
  }

  expect_failures = [terraform_data.client_secret_origin]
}

run "written_again_with_a_higher_number" {
  variables {
    databricks_client_secret         = "not-a-real-secret-either"
    databricks_client_secret_version = 3
  }

  assert {
    condition     = aws_secretsmanager_secret_version.databricks[0].secret_string_wo_version == 3
    error_message = "A new secret must be written, and its number stored."
  }
}

run "kept_with_the_new_number" {
  command = plan

  variables {
    keep_client_secret               = true
    databricks_client_secret_version = 3
  }

  assert {
    condition     = aws_secretsmanager_secret_version.databricks[0].secret_string_wo_version == 3
    error_message = "The number with which the secret was written must be accepted."
  }
}

run "empty_secret_next_to_the_switch" {
  command = plan

  variables {
    databricks_client_secret         = ""
    databricks_client_secret_version = 3
    keep_client_secret               = true
  }

  assert {
    condition     = length(terraform_data.client_secret_origin) == 1
    error_message = "An empty variable must count as one that is not set."
  }
}

run "neither" {
  command = plan

  expect_failures = [var.databricks_client_secret]
}

run "both" {
  command = plan

  variables {
    databricks_client_secret = "not-a-real-secret"
    databricks_secret_arn    = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
  }

  expect_failures = [var.databricks_client_secret]
}

run "existing_secret_and_the_switch_of_the_readme" {
  command = plan

  variables {
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mine-AbCdEf"
    keep_client_secret    = true
  }

  assert {
    condition     = length(aws_secretsmanager_secret.databricks) == 0 && output.databricks_secret_arn == var.databricks_secret_arn
    error_message = "The functions must read the existing secret."
  }
}

run "secret_that_is_kept_and_given" {
  command = plan

  variables {
    databricks_client_secret = "not-a-real-secret"
    keep_client_secret       = true
  }

  expect_failures = [var.databricks_client_secret]
}

run "arn_whose_name_ends_in_secret" {
  command = plan

  variables {
    databricks_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-secret"
  }

  expect_failures = [var.databricks_secret_arn]
}

run "blank" {
  command = plan

  variables {
    databricks_client_secret = " "
  }

  expect_failures = [var.databricks_client_secret]
}

run "client_id_is_missing" {
  command = plan

  variables {
    databricks_client_id     = null
    databricks_client_secret = "not-a-real-secret"
  }

  expect_failures = [var.databricks_client_id]
}

run "version_zero" {
  command = plan

  variables {
    databricks_client_secret         = "not-a-real-secret"
    databricks_client_secret_version = 0
  }

  expect_failures = [var.databricks_client_secret_version]
}

run "no_arn" {
  command = plan

  variables {
    databricks_secret_arn = "my-secret"
  }

  expect_failures = [var.databricks_secret_arn]
}
