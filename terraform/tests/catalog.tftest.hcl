# Mappings whose tables are in the catalog, several descriptor sets, and compiled layers.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "catalog_with_a_fallback" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/catalog.yaml"
  }

  assert {
    condition     = setsubtract(fileset("tests/files/descriptors", "**"), data.archive_file.descriptors[0].excludes) == toset(["events.binpb"])
    error_message = "The set of the table must be taken along: the function reads it if the catalog cannot be reached."
  }

  assert {
    condition     = output.config_sha256 == sha256("${filesha256("tests/files/descriptors/events.binpb")}  descriptors/events.binpb\n${filesha256("tests/files/mappings/catalog.yaml")}  mappings/catalog.yaml\n")
    error_message = "config_sha256 must cover mapping and fallback."
  }
}

run "catalog_without_a_set" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/catalog_without_sets.yaml"
  }

  assert {
    condition     = length(data.archive_file.descriptors) == 0 && length(aws_lambda_layer_version.descriptors) == 0 && aws_lambda_function.ingestor.layers == tolist([aws_lambda_layer_version.mapping.arn])
    error_message = "There must be no layer of descriptors."
  }

  assert {
    condition     = aws_lambda_function.ingestor.environment[0].variables["DESCRIPTOR_PATH"] == "/opt"
    error_message = "DESCRIPTOR_PATH must be a folder that exists."
  }

  assert {
    condition     = output.config_sha256 == sha256("${filesha256("tests/files/mappings/catalog_without_sets.yaml")}  mappings/catalog_without_sets.yaml\n")
    error_message = "config_sha256 must cover the mapping."
  }
}

run "catalog_with_given_sets" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/catalog_without_sets.yaml"
    descriptor_files = ["../descriptors/orders.binpb", "../descriptors/sqs_messages.binpb"]
  }

  assert {
    condition     = setsubtract(fileset("../descriptors", "**"), data.archive_file.descriptors[0].excludes) == toset(["orders.binpb", "sqs_messages.binpb"])
    error_message = "The layer must hold both sets."
  }
}

run "compiled_layer" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = null
    layer_zip    = "tests/files/layers/orders.zip"
  }

  assert {
    condition     = aws_lambda_layer_version.mapping.filename == "tests/files/layers/orders.zip" && aws_lambda_layer_version.mapping.source_code_hash == filebase64sha256("tests/files/layers/orders.zip") && length(aws_lambda_layer_version.descriptors) == 0
    error_message = "The compiled layer must be the only one."
  }

  assert {
    condition     = aws_lambda_function.ingestor.environment[0].variables["MAPPING_FILE"] == "mappings/orders.yaml" && aws_lambda_function.ingestor.environment[0].variables["DESCRIPTOR_PATH"] == "descriptors"
    error_message = "The function must look into the compiled layer."
  }

  assert {
    condition     = output.config_sha256 == jsondecode(file("tests/files/layers/orders.zip.json")).config_sha256
    error_message = "config_sha256 must be that of the layer."
  }
}

run "sets_that_the_mapping_does_not_use" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    descriptor_files = ["tests/files/descriptors/events.binpb", "tests/files/descriptors/event.avsc"]
  }

  assert {
    condition     = output.config_sha256 == sha256("${filesha256("tests/files/descriptors/events.binpb")}  descriptors/events.binpb\n${filesha256("tests/files/mappings/events.yaml")}  mappings/events.yaml\n")
    error_message = "config_sha256 must cover what the mapping uses, and no other file."
  }
}

run "sets_in_several_folders" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    descriptor_files = ["tests/files/descriptors/events.binpb", "../descriptors/orders.binpb"]
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "both_variables_of_sets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    descriptor_file  = "tests/files/descriptors/events.binpb"
    descriptor_files = ["tests/files/descriptors/events.binpb"]
  }

  expect_failures = [var.descriptor_files]
}

run "compiled_layer_and_sets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = null
    layer_zip        = "tests/files/layers/orders.zip"
    descriptor_files = ["../descriptors/orders.binpb"]
  }

  expect_failures = [var.descriptor_files]
}

run "compiled_layer_of_another_mapping" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    layer_zip = "tests/files/layers/orders.zip"
  }

  expect_failures = [var.mapping_file]
}

run "compiled_layer_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = null
    layer_zip    = "tests/files/layers/nothing.zip"
  }

  expect_failures = [var.layer_zip]
}

run "schema_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file     = "tests/files/mappings/events_of_avro.yaml"
    descriptor_files = ["../descriptors/events.binpb"]
  }

  expect_failures = [data.archive_file.descriptors]
}
