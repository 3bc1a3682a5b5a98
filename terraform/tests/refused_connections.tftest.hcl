# Every wrong value of what a pipeline connects is refused at plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
}

run "pipeline_name_with_a_dot" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name = "events.fifo"
  }

  expect_failures = [var.name]
}

run "table_of_two_parts" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    table_name = "raw.events"
  }

  expect_failures = [var.table_name]
}

run "mapping_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/nothing.yaml"
  }

  expect_failures = [var.mapping_file]
}

run "mapping_that_is_no_yaml" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/descriptors/events.binpb"
  }

  expect_failures = [var.mapping_file]
}

run "descriptor_that_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    descriptor_file = "tests/files/descriptors/nothing.binpb"
  }

  expect_failures = [data.archive_file.descriptors, aws_lambda_layer_version.mapping]
}

run "architecture_that_is_none" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    architecture = "x64"
  }

  expect_failures = [var.architecture]
}

run "workspace_over_http" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    databricks_host = "http://dbc-a1b2345c-d6e7.cloud.databricks.com"
  }

  expect_failures = [var.databricks_host]
}

run "endpoint_over_http" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    zerobus_endpoint = "http://1.zerobus.us-west-2.cloud.databricks.com"
  }

  expect_failures = [var.zerobus_endpoint]
}

run "secret_by_name" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_arn = "databricks"
  }

  expect_failures = [var.secret_arn]
}

run "secret_key_by_alias" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    secret_kms_key_arn = "alias/databricks"
  }

  expect_failures = [var.secret_kms_key_arn]
}

run "key_by_alias" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "vpc_without_subnets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = [], security_group_ids = ["sg-00000000000000001"] }
  }

  expect_failures = [var.vpc]
}

run "vpc_with_groups_for_subnets" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    vpc = { subnet_ids = ["sg-00000000000000001"], security_group_ids = ["sg-00000000000000001"] }
  }

  expect_failures = [var.vpc]
}

run "descriptor_that_the_mapping_names_is_not_there" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    mapping_file = "tests/files/mappings/no_descriptor.yaml"
  }

  expect_failures = [data.archive_file.descriptors]
}
