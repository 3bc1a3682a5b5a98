# A changed mapping publishes a layer and leaves the program alone.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host          = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id     = "11111111-2222-3333-4444-555555555555"
  databricks_client_secret = "not-a-real-secret"
  zerobus_endpoint         = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  pipelines                = { events = { mapping_file = "tests/files/mappings/events.yaml" } }
}

run "before" {}

run "same_again" {
  command = plan

  assert {
    condition     = output.pipelines["events"].layer_version_arn == run.before.pipelines["events"].layer_version_arn
    error_message = "Without a change no version may be published."
  }
}

run "changed_mapping" {
  variables {
    pipelines = { events = { mapping_file = "tests/files/mappings/events_with_body.yaml" } }
  }

  assert {
    condition     = output.pipelines["events"].layer_hash != run.before.pipelines["events"].layer_hash
    error_message = "A changed mapping must change the layer."
  }

  assert {
    condition     = output.pipelines["events"].code_hash == run.before.pipelines["events"].code_hash
    error_message = "A changed mapping must leave source_code_hash alone."
  }
}

run "its_archive_has_another_name" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name          = "sqs-ingestor-events"
    mapping_file  = "tests/files/mappings/events_with_body.yaml"
    bootstrap_zip = "../artifacts/package/bootstrap.zip"
    secret_arn    = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  }

  assert {
    condition     = endswith(aws_lambda_layer_version.mapping.filename, "${substr(filesha256("tests/files/mappings/events_with_body.yaml"), 0, 16)}.zip")
    error_message = "The archive's name must carry the hash: a new name is what publishes a version."
  }

  assert {
    condition     = aws_lambda_layer_version.mapping.skip_destroy && aws_lambda_layer_version.descriptors[0].skip_destroy
    error_message = "Old versions of the layers must stay for a rollback."
  }
}

run "mapping_that_names_another_descriptor" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name            = "events"
    mapping_file    = "tests/files/mappings/events.yaml"
    descriptor_file = "../descriptors/orders.binpb"
    bootstrap_zip   = "../artifacts/package/bootstrap.zip"
    secret_arn      = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "mapping_without_a_table" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name          = "events"
    mapping_file  = "tests/files/mappings/no_table.yaml"
    bootstrap_zip = "../artifacts/package/bootstrap.zip"
    secret_arn    = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  }

  expect_failures = [aws_lambda_layer_version.mapping]
}

run "mapping_that_names_schemas" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name          = "sqs-ingestor-events"
    mapping_file  = "tests/files/mappings/events_of_avro.yaml"
    bootstrap_zip = "../artifacts/package/bootstrap.zip"
    secret_arn    = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  }

  assert {
    condition = setsubtract(fileset("tests/files/descriptors", "**"), data.archive_file.descriptors[0].excludes) == toset([
      "events.binpb", "event.avsc", "event_2.avsc",
    ])
    error_message = "The layer must hold the schemas that the payload names, next to the descriptor set."
  }

  # sha256sum prints this for the files, sorted by name; the function computes the same from what it loads.
  assert {
    condition = output.config_sha256 == sha256(join("", [
      "${filesha256("tests/files/descriptors/event.avsc")}  descriptors/event.avsc\n",
      "${filesha256("tests/files/descriptors/event_2.avsc")}  descriptors/event_2.avsc\n",
      "${filesha256("tests/files/descriptors/events.binpb")}  descriptors/events.binpb\n",
      "${filesha256("tests/files/mappings/events_of_avro.yaml")}  mappings/events_of_avro.yaml\n",
    ]))
    error_message = "config_sha256 must be the hash of what sha256sum prints."
  }
}
