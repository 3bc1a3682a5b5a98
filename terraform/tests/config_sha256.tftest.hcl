# What Terraform computes as config_sha256 is what the function says. The function runs the same cases in
# tests/SqsIngestor.EndToEnd.Tests/Lifecycle/ConfigSha256Tests.cs: the numbers of files/config_sha256.json hold for both.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  name                 = "events"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "catalog" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/${jsondecode(file("tests/files/config_sha256.json")).catalog.mapping}"
    table_name            = jsondecode(file("tests/files/config_sha256.json")).catalog.table_name
    environment_variables = jsondecode(file("tests/files/config_sha256.json")).catalog.environment
  }

  assert {
    condition     = output.config_sha256 == jsondecode(file("tests/files/config_sha256.json")).catalog.config_sha256
    error_message = "config_sha256 is ${output.config_sha256}, and the function says ${jsondecode(file("tests/files/config_sha256.json")).catalog.config_sha256}."
  }
}

run "table_name_overrides_the_table" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/${jsondecode(file("tests/files/config_sha256.json")).table_name_overrides_the_table.mapping}"
    table_name            = jsondecode(file("tests/files/config_sha256.json")).table_name_overrides_the_table.table_name
    environment_variables = jsondecode(file("tests/files/config_sha256.json")).table_name_overrides_the_table.environment
  }

  assert {
    condition     = output.config_sha256 == jsondecode(file("tests/files/config_sha256.json")).table_name_overrides_the_table.config_sha256
    error_message = "config_sha256 is ${output.config_sha256}, and the function says ${jsondecode(file("tests/files/config_sha256.json")).table_name_overrides_the_table.config_sha256}."
  }
}

run "table_name_with_tables" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/${jsondecode(file("tests/files/config_sha256.json")).table_name_with_tables.mapping}"
    table_name            = jsondecode(file("tests/files/config_sha256.json")).table_name_with_tables.table_name
    environment_variables = jsondecode(file("tests/files/config_sha256.json")).table_name_with_tables.environment
  }

  # The function would take it, and not use it.
  expect_failures = [aws_lambda_layer_version.mapping]
}

run "variables_with_the_catalog" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/${jsondecode(file("tests/files/config_sha256.json")).variables_with_the_catalog.mapping}"
    table_name            = jsondecode(file("tests/files/config_sha256.json")).variables_with_the_catalog.table_name
    environment_variables = jsondecode(file("tests/files/config_sha256.json")).variables_with_the_catalog.environment
  }

  assert {
    condition     = output.config_sha256 == jsondecode(file("tests/files/config_sha256.json")).variables_with_the_catalog.config_sha256
    error_message = "config_sha256 is ${output.config_sha256}, and the function says ${jsondecode(file("tests/files/config_sha256.json")).variables_with_the_catalog.config_sha256}."
  }
}

run "variables_with_a_descriptor_set" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file          = "tests/files/mappings/${jsondecode(file("tests/files/config_sha256.json")).variables_with_a_descriptor_set.mapping}"
    table_name            = jsondecode(file("tests/files/config_sha256.json")).variables_with_a_descriptor_set.table_name
    environment_variables = jsondecode(file("tests/files/config_sha256.json")).variables_with_a_descriptor_set.environment
  }

  assert {
    condition     = output.config_sha256 == jsondecode(file("tests/files/config_sha256.json")).variables_with_a_descriptor_set.config_sha256
    error_message = "config_sha256 is ${output.config_sha256}, and the function says ${jsondecode(file("tests/files/config_sha256.json")).variables_with_a_descriptor_set.config_sha256}."
  }
}

run "every_case_of_the_file" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/catalog.yaml"
  }

  assert {
    condition     = length(output.config_sha256) == 64 && alltrue([for name in keys(jsondecode(file("tests/files/config_sha256.json"))) : strcontains(file("tests/config_sha256.tftest.hcl"), "run \"${name}\" {")])
    error_message = "tests/config_sha256.tftest.hcl must run every case of tests/files/config_sha256.json."
  }
}

run "literal_dollar_and_brace" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/variables.yaml"
    environment_variables = {
      STAGE = "raw"
      TEAM  = "data"
    }
  }

  assert {
    condition     = output.config_sha256 == sha256("${filesha256("tests/files/descriptors/events.binpb")}  descriptors/events.binpb\n${filesha256("tests/files/mappings/variables.yaml")}  mappings/variables.yaml\n")
    error_message = "Other values of a mapping may have a literal $${."
  }
}
