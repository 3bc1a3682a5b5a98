# Queues: whose they are, who sends to them, and what stands guard over them.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "archive" {}

mock_provider "local" {}

variables {
  name                 = "events"
  mapping_file         = "tests/files/mappings/events.yaml"
  bootstrap_zip        = "../artifacts/package/bootstrap.zip"
  databricks_host      = "https://dbc-a1b2345c-d6e7.cloud.databricks.com"
  databricks_client_id = "11111111-2222-3333-4444-555555555555"
  secret_arn           = "arn:aws:secretsmanager:us-west-2:123456789012:secret:databricks-AbCdEf"
  zerobus_endpoint     = "https://1234567890123456.zerobus.us-west-2.cloud.databricks.com"
}

run "no_senders" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition = jsondecode(aws_sqs_queue.messages[0].policy).Statement == [
      { Sid = "DenyWithoutTls", Effect = "Deny", Principal = "*", Action = ["sqs:*"], Resource = "arn:aws:sqs:us-west-2:123456789012:events", Condition = { Bool = { "aws:SecureTransport" = ["false"] } } },
      { Sid = "DenyDeletion", Effect = "Deny", Principal = "*", Action = ["sqs:DeleteQueue"], Resource = "arn:aws:sqs:us-west-2:123456789012:events" },
    ]
    error_message = "Without senders the queue only denies: what comes without TLS, and its deletion."
  }

  assert {
    condition     = [for s in jsondecode(aws_sqs_queue.dead_letters[0].policy).Statement : [s.Sid, s.Resource]] == [["DenyWithoutTls", "arn:aws:sqs:us-west-2:123456789012:events-dlq"], ["DenyDeletion", "arn:aws:sqs:us-west-2:123456789012:events-dlq"]]
    error_message = "The dead-letter queue needs the same guards."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.queue) + length(aws_cloudwatch_event_target.queue) + length(aws_s3_bucket_notification.queue) == 0
    error_message = "Nothing must be connected that was not asked for."
  }
}

run "deletion_allowed" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    allow_queue_deletion = true
  }

  assert {
    condition     = [for policy in [aws_sqs_queue.messages[0].policy, aws_sqs_queue.dead_letters[0].policy] : [for s in jsondecode(policy).Statement : s.Sid]] == [["DenyWithoutTls"], ["DenyWithoutTls"]]
    error_message = "allow_queue_deletion must take the guard from both queues, and nothing else."
  }
}

run "all_senders" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
    senders = {
      sns_topics           = ["arn:aws:sns:us-west-2:123456789012:alerts"]
      event_rules          = ["arn:aws:events:us-west-2:123456789012:rule/states", "arn:aws:events:us-west-2:123456789012:rule/bus/of/shop/orders"]
      buckets              = ["arn:aws:s3:::uploads"]
      accounts             = ["210987654321"]
      principals           = ["arn:aws:iam::333333333333:role/shop"]
      subscribe_sns_topics = true
      raw_delivery         = true
      target_event_rules   = true
      notify_buckets       = true
    }
  }

  assert {
    condition = jsonencode({ for s in jsondecode(aws_sqs_queue.messages[0].policy).Statement : s.Sid => [s.Principal, s.Action, try(s.Condition, null)] if s.Effect == "Allow" }) == jsonencode({
      AllowTopics     = [{ Service = "sns.amazonaws.com" }, ["sqs:SendMessage"], { ArnEquals = { "aws:SourceArn" = var.senders.sns_topics } }]
      AllowEventRules = [{ Service = "events.amazonaws.com" }, ["sqs:SendMessage"], { ArnEquals = { "aws:SourceArn" = var.senders.event_rules } }]
      AllowBuckets    = [{ Service = "s3.amazonaws.com" }, ["sqs:SendMessage"], { ArnEquals = { "aws:SourceArn" = var.senders.buckets }, StringEquals = { "aws:SourceAccount" = ["123456789012", "210987654321"] } }]
      AllowPrincipals = [{ AWS = ["arn:aws:iam::210987654321:root", "arn:aws:iam::333333333333:role/shop"] }, ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"], null]
    })
    error_message = "Each service may send for the named sources only."
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_sqs_queue.messages[0].policy).Statement : s.Resource == "arn:aws:sqs:us-west-2:123456789012:events"])
    error_message = "SQS refuses a policy about another queue."
  }

  assert {
    condition     = one(values(aws_sns_topic_subscription.queue)).protocol == "sqs" && one(values(aws_sns_topic_subscription.queue)).raw_message_delivery && one(values(aws_sns_topic_subscription.queue)).endpoint == output.sqs_queue_arn
    error_message = "The topic must be subscribed, with raw delivery."
  }

  assert {
    condition     = [for target in values(aws_cloudwatch_event_target.queue) : [target.rule, try(coalesce(target.event_bus_name), "default")]] == [["orders", "bus/of/shop"], ["states", "default"]]
    error_message = "The rules must be taken from their ARNs, with their bus."
  }

  assert {
    condition     = one(values(aws_s3_bucket_notification.queue)).bucket == "uploads" && [for q in one(values(aws_s3_bucket_notification.queue)).queue : q.queue_arn] == [output.sqs_queue_arn]
    error_message = "The bucket must notify the queue."
  }

  assert {
    condition = jsonencode({ for s in jsondecode(output.key_policy_statements) : s.Sid => [s.Principal, try(s.Condition.ArnEquals, s.Condition.StringEquals)] }) == jsonencode({
      LogsOfTheFunction = [{ Service = "logs.us-west-2.amazonaws.com" }, { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/events"] }]
      SendTopics        = [{ Service = "sns.amazonaws.com" }, { "aws:SourceArn" = var.senders.sns_topics }]
      SendEventRules    = [{ Service = "events.amazonaws.com" }, { "aws:SourceArn" = var.senders.event_rules }]
      SendBuckets       = [{ Service = "s3.amazonaws.com" }, { "aws:SourceArn" = var.senders.buckets }]
      SendPrincipals    = [{ AWS = ["arn:aws:iam::210987654321:root", "arn:aws:iam::333333333333:role/shop"] }, { "kms:ViaService" = ["sqs.us-west-2.amazonaws.com"] }]
    })
    error_message = "The text for the key's policy must have the same senders."
  }
}

run "fifo_senders" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo                        = true
    content_based_deduplication = true
    fifo_high_throughput        = true
    senders = {
      sns_topics         = ["arn:aws:sns:us-west-2:123456789012:alerts.fifo"]
      event_rules        = ["arn:aws:events:us-west-2:123456789012:rule/states"]
      target_event_rules = true
    }
  }

  assert {
    condition     = aws_sqs_queue.messages[0].deduplication_scope == "messageGroup" && aws_sqs_queue.messages[0].fifo_throughput_limit == "perMessageGroupId"
    error_message = "High throughput is both."
  }

  assert {
    condition     = one(values(aws_cloudwatch_event_target.queue)).sqs_target[0].message_group_id == "events"
    error_message = "A FIFO target needs a message group."
  }
}

run "fifo_without_dead_letters" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    fifo       = true
    create_dlq = false
  }

  assert {
    condition     = length(aws_sqs_queue.dead_letters) + length(aws_sqs_queue_redrive_policy.messages) + length(aws_sqs_queue_redrive_allow_policy.dead_letters) == 0
    error_message = "There must be no dead-letter queue, and no redrive policy."
  }

  assert {
    condition     = output.dlq_url == null && output.dlq_arn == null && !contains(output.alarm_names, "events-dead-letters") && !contains(output.alarm_names, "events-dead-letters-expire")
    error_message = "Outputs and alarms must follow."
  }

  assert {
    condition     = aws_sqs_queue.messages[0].fifo_throughput_limit == "perQueue" && aws_sqs_queue.messages[0].deduplication_scope == "queue"
    error_message = "Without high throughput both must be what SQS has by default, so that switching back takes effect."
  }
}

run "existing_queues" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_queue_arn = "arn:aws:sqs:us-west-2:123456789012:shop"
    existing_dlq_arn   = "arn:aws:sqs:us-west-2:123456789012:shop-dead"
  }

  assert {
    condition     = length(aws_sqs_queue.messages) + length(aws_sqs_queue.dead_letters) + length(aws_sqs_queue_redrive_policy.messages) == 0
    error_message = "Nothing of an existing queue must be made or changed."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.queue.event_source_arn == var.existing_queue_arn && output.sqs_queue_url == "https://sqs.us-west-2.amazonaws.com/123456789012/shop" && output.dlq_url == "https://sqs.us-west-2.amazonaws.com/123456789012/shop-dead"
    error_message = "The function must read the existing queue, and the outputs name it."
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function[0].policy).Statement : s.Resource if s.Sid == "ReceiveMessages"] == [[var.existing_queue_arn]]
    error_message = "The role must be allowed to receive from the existing queue."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["oldest-message"].dimensions == tomap({ QueueName = "shop" }) && aws_cloudwatch_metric_alarm.pipeline["dead-letters"].dimensions == tomap({ QueueName = "shop-dead" })
    error_message = "The alarms must watch the existing queues."
  }
}

run "existing_dead_letter_queue_of_a_new_queue" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    existing_dlq_arn = "arn:aws:sqs:us-west-2:123456789012:shop-dead"
  }

  assert {
    condition     = length(aws_sqs_queue.dead_letters) == 0 && jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).deadLetterTargetArn == var.existing_dlq_arn
    error_message = "Dead letters must go to the existing queue."
  }
}

run "one_of_each_sender_leaves" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    senders = {
      sns_topics           = ["arn:aws:sns:us-west-2:123456789012:b"]
      event_rules          = ["arn:aws:events:us-west-2:123456789012:rule/b"]
      buckets              = ["arn:aws:s3:::b"]
      subscribe_sns_topics = true
      target_event_rules   = true
      notify_buckets       = true
    }
  }

  assert {
    condition = jsonencode([for resource in [aws_sns_topic_subscription.queue, aws_cloudwatch_event_target.queue, aws_s3_bucket_notification.queue] : keys(resource)]) == jsonencode([
      var.senders.sns_topics, var.senders.event_rules, var.senders.buckets,
    ])
    error_message = "What belongs to a source must have its ARN as the key. With its place in the list, it is replaced if one before it leaves."
  }
}

run "further_statements" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    extra_queue_statements = [
      { Sid = "Organization", Effect = "Allow", Principal = { AWS = "*" }, Action = ["sqs:SendMessage"], Condition = { StringEquals = { "aws:PrincipalOrgID" = ["o-abcdefghij"] } } },
      { Effect = "Deny", Principal = "*", NotAction = "sqs:*" },
    ]
  }

  assert {
    condition     = slice(jsondecode(aws_sqs_queue.messages[0].policy).Statement, 2, 4) == [for statement in var.extra_queue_statements : merge(statement, { Resource = "arn:aws:sqs:us-west-2:123456789012:events" })]
    error_message = "The queue's policy must have the statements after its own."
  }
}

run "filter_and_size" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    max_message_size  = 2048
    max_receive_count = 9
    filter_criteria   = ["{\"body\":{\"kind\":[\"order\"]}}"]
  }

  assert {
    condition     = aws_sqs_queue.messages[0].max_message_size == 2048 && jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).maxReceiveCount == 9
    error_message = "The queue does not do what the variables say."
  }

  assert {
    condition     = toset([for filter in aws_lambda_event_source_mapping.queue.filter_criteria[0].filter : filter.pattern]) == toset(var.filter_criteria)
    error_message = "The filter must reach the event source mapping."
  }
}

run "tries_that_two_outages_do_not_use_up" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    timeout_seconds = 10
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).maxReceiveCount == 2 * 19 + 6
    error_message = "In 18 minutes a message is received 18 times by visibility timeouts of 61 s, and once before. Twice this, and 6."
  }
}

run "tries_of_the_default" {
  module {
    source = "./modules/pipeline"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).maxReceiveCount == 20
    error_message = "With 181 s, two outages cost 14 tries."
  }
}

run "tries_that_a_day_does_not_use_up" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    breaker         = false
    timeout_seconds = 23
    fifo            = true
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.messages[0].redrive_policy).maxReceiveCount == 627
    error_message = "A day has 627 visibility timeouts of 138 s."
  }
}
