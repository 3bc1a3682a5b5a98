# A root that makes the roles, the queues and a topic itself, as the module's README says.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25, < 7.0"
    }
  }
}

resource "aws_iam_role" "mine" {
  for_each = toset(["function", "prune", "breaker", "start"])

  name               = "shop-${each.key}"
  assume_role_policy = "{}"
}

resource "aws_sqs_queue" "mine" {
  for_each = toset(["orders", "orders-dlq"])

  name = each.key
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

module "reads_a_queue" {
  source = "../../modules/pipeline"

  name                   = "shop-orders"
  mapping_file           = "../mappings/orders.yaml"
  bootstrap_s3           = { bucket = "artifacts", key = "sqs-ingestor/1.4.0/bootstrap.zip" }
  databricks_host        = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  zerobus_endpoint       = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  secret_arn             = "arn:aws:secretsmanager:us-west-2:123456789012:secret:shop-AbCdEf"
  role_arn               = format("%s", aws_iam_role.mine["function"].arn)
  prune_role_arn         = format("%s", aws_iam_role.mine["prune"].arn)
  breaker_role_arn       = format("%s", aws_iam_role.mine["breaker"].arn)
  breaker_start_role_arn = format("%s", aws_iam_role.mine["start"].arn)
  existing_queue_arn     = format("%s", aws_sqs_queue.mine["orders"].arn)
  existing_dlq_arn       = format("%s", aws_sqs_queue.mine["orders-dlq"].arn)
}

module "takes_a_topic" {
  source = "../../modules/pipeline"

  name             = "shop-alerts"
  mapping_file     = "tests/files/mappings/events.yaml"
  bootstrap_s3     = { bucket = "artifacts", key = "sqs-ingestor/1.4.0/bootstrap.zip" }
  databricks_host  = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  zerobus_endpoint = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
  secret_arn       = "arn:aws:secretsmanager:us-west-2:123456789012:secret:shop-AbCdEf"
  alarm_topic_arn  = aws_sns_topic.alerts.arn
  senders          = { sns_topics = [aws_sns_topic.alerts.arn] }
}

output "names" {
  description = "Names of the functions."
  value       = [module.reads_a_queue.lambda_function_name, module.takes_a_topic.lambda_function_name]
}
