# The first seven are for scripts. They speak of the only pipeline or, when there are several, of var.primary_pipeline.

locals {
  primary = module.pipeline[coalesce(var.primary_pipeline, keys(local.pipelines)[0])]
}

output "sqs_queue_url" {
  description = "URL of the queue that messages are sent to."
  value       = local.primary.sqs_queue_url
}

output "sqs_queue_arn" {
  description = "ARN of that queue."
  value       = local.primary.sqs_queue_arn
}

output "dlq_url" {
  description = "URL of the dead-letter queue."
  value       = local.primary.dlq_url
}

output "dlq_arn" {
  description = "ARN of the dead-letter queue."
  value       = local.primary.dlq_arn
}

output "lambda_function_arn" {
  description = "ARN of the function."
  value       = local.primary.lambda_function_arn
}

output "lambda_function_name" {
  description = "Name of the function."
  value       = local.primary.lambda_function_name
}

output "cloudwatch_log_group_name" {
  description = "Name of the function's log group."
  value       = local.primary.cloudwatch_log_group_name
}

output "pipelines" {
  description = "The same seven for every pipeline, by its key, with its layer, its alarms and what is deployed."
  value       = { for key, pipeline in module.pipeline : key => pipeline }
}

output "databricks_secret_arn" {
  description = "ARN of the secret that the functions read. Never its value."
  value       = local.secret_arn
}
