# A root of somebody else: it brings its own provider and its own secret.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25, < 7.0"
    }
  }
}

locals {
  tables = {
    events = "tests/files/mappings/events.yaml"
    orders = "../mappings/orders.yaml"
  }
}

module "pipeline" {
  source   = "../../modules/pipeline"
  for_each = local.tables

  name             = "shop-${each.key}"
  mapping_file     = each.value
  bootstrap_s3     = { bucket = "artifacts", key = "sqs-ingestor/1.4.0/bootstrap.zip" }
  databricks_host  = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  zerobus_endpoint = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  secret_arn       = "arn:aws:secretsmanager:us-west-2:123456789012:secret:shop-AbCdEf"
  tags             = { team = "shop" }
}

output "queues" {
  description = "URL of each queue."
  value       = { for key, pipeline in module.pipeline : key => pipeline.sqs_queue_url }
}
