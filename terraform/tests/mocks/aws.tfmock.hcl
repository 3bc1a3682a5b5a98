# Made-up values that look like what AWS answers, where another resource checks their form.

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:us-west-2:123456789012:mock"
    url = "https://sqs.us-west-2.amazonaws.com/123456789012/mock"
  }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn     = "arn:aws:lambda:us-west-2:123456789012:function:mock"
    version = "7"
  }
}

mock_resource "aws_lambda_alias" {
  defaults = { arn = "arn:aws:lambda:us-west-2:123456789012:function:mock:live" }
}

mock_resource "aws_lambda_layer_version" {
  defaults = {
    arn       = "arn:aws:lambda:us-west-2:123456789012:layer:mock:1"
    layer_arn = "arn:aws:lambda:us-west-2:123456789012:layer:mock"
  }
}

mock_resource "aws_sfn_state_machine" {
  defaults = { arn = "arn:aws:states:us-west-2:123456789012:stateMachine:mock" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:us-west-2:123456789012:log-group:mock" }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = { arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:mock-AbCdEf" }
}

mock_data "aws_region" {
  defaults = { region = "us-west-2" }
}

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = { arn = "arn:aws:cloudwatch:us-west-2:123456789012:alarm:mock" }
}

mock_resource "aws_ssm_parameter" {
  defaults = { arn = "arn:aws:ssm:us-west-2:123456789012:parameter/mock" }
}

mock_resource "aws_lambda_event_source_mapping" {
  defaults = {
    arn  = "arn:aws:lambda:us-west-2:123456789012:event-source-mapping:11111111-2222-3333-4444-555555555555"
    uuid = "11111111-2222-3333-4444-555555555555"
  }
}
