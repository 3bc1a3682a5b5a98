# The first seven are for scripts. They have the values of the only pipeline or, if there are several, of var.primary_pipeline.

locals {
  primary = module.pipeline[coalesce(var.primary_pipeline, keys(local.pipelines)[0])]
}

output "sqs_queue_url" {
  description = "URL of the queue. Senders send messages to it."
  value       = local.primary.sqs_queue_url
}

output "sqs_queue_arn" {
  description = "ARN of the queue."
  value       = local.primary.sqs_queue_arn
}

output "dlq_url" {
  description = "URL of the dead-letter queue, or null."
  value       = local.primary.dlq_url
}

output "dlq_arn" {
  description = "ARN of the dead-letter queue, or null."
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
  description = "The seven outputs above for every pipeline, by key, and its layer, alarms, hashes of what is deployed, UUID of the event source mapping and statements for the policy of a customer key."
  value       = { for key, pipeline in module.pipeline : key => pipeline }

  precondition {
    condition     = length(local.bucket_conflicts) == 0
    error_message = "Two pipelines with notify_buckets for one bucket: ${join("; ", local.bucket_conflicts)}. Each would erase the notifications of the other. Leave notify_buckets out, and write one aws_s3_bucket_notification for both queues in your own root."
  }

  precondition {
    condition     = length(local.name_conflicts) == 0
    error_message = "Two pipelines would have the same names, without regard to capital letters: ${join("; ", local.name_conflicts)}. Write another key, function_name or role_name for one of them."
  }

  precondition {
    condition     = length(local.conflicts) == 0
    error_message = "Two uses of one queue: ${join("; ", local.conflicts)}. Give each pipeline a queue of its own: change its key, queue_name or existing_queue_arn."
  }
}

output "databricks_secret_arn" {
  description = "ARN of the secret that the functions read, never its value."
  value       = local.secret_arn
}

output "lambda_role_arn" {
  description = "ARN of the function's execution role: the subject of its identity tokens with `aws-identity`."
  value       = local.primary.role_arn
}

output "federation_policies" {
  description = "The federation policies to create in Databricks for pipelines with `aws-identity`, as JSON, by key. Replace ISSUER with the issuer of the AWS account, which `aws iam get-outbound-web-identity-federation-info` shows."
  value       = { for key, pipeline in module.pipeline : key => pipeline.federation_policy if pipeline.federation_policy != null }
}
