output "sqs_queue_url" {
  description = "URL of the queue. Senders send messages to it."
  value       = local.queue_url
}

output "sqs_queue_arn" {
  description = "ARN of the queue."
  value       = local.queue_arn
}

output "dlq_url" {
  description = "URL of the dead-letter queue, or null."
  value       = local.dlq_url
}

output "dlq_arn" {
  description = "ARN of the dead-letter queue, or null."
  value       = local.dlq_arn
}

output "lambda_function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.ingestor.arn
}

output "lambda_function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.ingestor.function_name
}

output "cloudwatch_log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.function.name
}

output "lambda_alias_arn" {
  description = "ARN of the alias `live`, which takes the messages."
  value       = aws_lambda_alias.live.arn
}

output "live_version" {
  description = "The version of the function that takes the messages."
  value       = aws_lambda_alias.live.function_version
}

output "latest_version" {
  description = "The newest version of the function. It differs from live_version after a rollback, and after a probe that failed."
  value       = aws_lambda_function.ingestor.version
}

output "event_source_mapping_uuid" {
  description = "Id of the event source mapping, for the AWS CLI."
  value       = aws_lambda_event_source_mapping.queue.uuid
}

output "role_arn" {
  description = "ARN of the function's execution role."
  value       = local.role_arn
}

output "federation_policy" {
  description = "The federation policy that the service principal needs in Databricks with `aws-identity`, as JSON for `databricks account service-principal-federation-policy create`, or null. Replace ISSUER with the issuer of the AWS account, which `aws iam get-outbound-web-identity-federation-info` shows."
  value = local.uses_identity ? jsonencode({
    oidc_policy = {
      issuer    = "ISSUER"
      audiences = [local.token_audience]
      subject   = local.named_role_arn
    }
  }) : null
}

output "role_policy" {
  description = "The policy that the execution role needs, as JSON. Attach it to the role of role_arn."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

output "breaker_role_policy" {
  description = "The policy that the breaker's role needs, as JSON, or null. Attach it to the role of breaker_role_arn."
  value       = var.breaker ? jsonencode({ Version = "2012-10-17", Statement = local.breaker_statements }) : null
}

output "breaker_start_role_policy" {
  description = "The policy that the role needs which starts the breaker, as JSON, or null. Attach it to the role of breaker_start_role_arn."
  value       = var.breaker ? jsonencode({ Version = "2012-10-17", Statement = local.breaker_start_statements }) : null
}

output "prune_role_policy" {
  description = "The policy that the role needs which deletes old versions, as JSON, or null. Attach it to the role of prune_role_arn."
  value       = local.prunes ? jsonencode({ Version = "2012-10-17", Statement = local.prune_statements }) : null
}

output "layer_version_arn" {
  description = "The deployed version of the layer with the mapping."
  value       = aws_lambda_layer_version.mapping.arn
}

output "layer_version_arns" {
  description = "The deployed versions of the layers with the mapping and with the descriptor sets."
  value       = concat([aws_lambda_layer_version.mapping.arn], aws_lambda_layer_version.descriptors[*].arn)
}

output "config_sha256" {
  description = "SHA-256 over mapping, descriptor sets and schemas, as the function's Ready line, its metrics and $.meta.configSha256 have it."
  value       = local.config_sha256
}

output "layer_hash" {
  description = "SHA-256 of the layer's files. It changes with the mapping or the descriptor."
  value       = local.layer_hash
}

output "code_hash" {
  description = "SHA-256 of the program. It changes only with the program. Null if bootstrap_s3 gives it."
  value       = aws_lambda_function.ingestor.source_code_hash
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = sort([for name in keys(local.severities) : "${var.name}-${name}"])
}

output "key_policy_statements" {
  description = "Statements, as JSON, that the policy of a customer key needs for the function's logs and for the senders."
  value       = jsonencode(local.key_statements)
}

output "composite_alarm_names" {
  description = "Names of the two alarms that notify, by severity."
  value       = { for severity, alarm in aws_cloudwatch_composite_alarm.severity : severity => alarm.alarm_name }
}
