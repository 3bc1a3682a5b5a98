# Mappings that Terraform cannot use, and those that the function would refuse.

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

run "no_yaml" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/no_yaml.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [var.mapping_file]
}

run "a_directive" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/directive.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [var.mapping_file]
}

run "two_documents" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/two_documents.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [var.mapping_file]
}

run "nothing_in_the_file" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/empty.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [var.mapping_file]
}

run "tables_without_a_value" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/no_tables.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "descriptor_in_a_folder" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/descriptor_in_a_folder.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "variable_that_is_a_secret" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/secret_variable.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "variable_that_is_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/broken_variable.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "variable_that_lambda_does_not_set" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/refused/unknown_variable_of_aws.yaml"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "folder_for_a_mapping" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings"
  }

  expect_failures = [var.mapping_file]
}

run "no_path" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = ""
  }

  expect_failures = [var.mapping_file]
}

run "table_name_and_a_list_of_tables" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/catalog_of_tables.yaml"
    table_name   = "main.shop.orders"
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}
