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

output "layer_version_arn" {
  description = "The deployed version of the layer with the mapping and the descriptor."
  value       = aws_lambda_layer_version.mapping.arn
}

output "layer_hash" {
  description = "SHA-256 of the layer's files. It changes with the mapping or the descriptor."
  value       = local.layer_hash
}

output "code_hash" {
  description = "SHA-256 of bootstrap.zip. It changes only with the program."
  value       = aws_lambda_function.ingestor.source_code_hash
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = sort([for name in keys(local.severities) : "${var.name}-${name}"])
}

output "event_source_mapping_uuid" {
  description = "UUID of the event source mapping, with which Lambda reads the queue."
  value       = aws_lambda_event_source_mapping.queue.uuid
}

output "key_policy_statements" {
  description = "Statements, as JSON, that the policy of a customer key needs for the function's logs and for the senders."
  value       = jsonencode(local.key_statements)
}

output "composite_alarm_names" {
  description = "Names of the two alarms that notify, by severity."
  value       = { for severity, alarm in aws_cloudwatch_composite_alarm.severity : severity => alarm.alarm_name }
}
