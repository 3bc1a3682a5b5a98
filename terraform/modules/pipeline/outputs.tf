output "sqs_queue_url" {
  description = "URL of the queue. Senders send messages to it."
  value       = aws_sqs_queue.messages.url
}

output "sqs_queue_arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.messages.arn
}

output "dlq_url" {
  description = "URL of the dead-letter queue."
  value       = aws_sqs_queue.dead_letters.url
}

output "dlq_arn" {
  description = "ARN of the dead-letter queue."
  value       = aws_sqs_queue.dead_letters.arn
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
  value       = [for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.alarm_name]
}
