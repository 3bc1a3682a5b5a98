# Roles, queues and topics that the same root creates: their ARNs are not known in the first plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

variables {
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "first_plan" {
  command = plan

  module {
    source = "./tests/own_resources_root"
  }

  assert {
    condition     = output.names == ["shop-orders", "shop-alerts"]
    error_message = "A plan must take roles and queues that it also creates."
  }
}

run "policies_for_a_review" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name           = "orders"
    mapping_file   = "../mappings/orders.yaml"
    bootstrap_zip  = "../artifacts/package/bootstrap.zip"
    secret_arn     = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
    prune_role_arn = "arn:aws:iam::123456789012:role/prune"
  }

  assert {
    condition     = jsondecode(output.prune_role_policy).Statement[0].Resource == ["arn:aws:lambda:us-west-2:123456789012:function:orders"] && length(jsondecode(output.role_policy).Statement) > 0
    error_message = "The first plan must show the policies of the roles for function and pruning."
  }
}
