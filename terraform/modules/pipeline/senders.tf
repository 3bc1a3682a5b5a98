# Who may send to the queue, and nobody without TLS. Roles and users of the queue's own account need no statement here: their
# own policies are enough. A service or another account needs one, and with a customer key a statement in the key's policy.

locals {
  senders = merge(
    { for name in ["sns_topics", "event_rules", "buckets", "accounts", "principals"] : name => [] },
    { for name in ["subscribe_sns_topics", "raw_delivery", "target_event_rules", "notify_buckets"] : name => false },
    { for name, value in var.senders : name => value if value != null },
  )

  send_actions = ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
  key_actions  = ["kms:GenerateDataKey*", "kms:Decrypt"]

  # A service sends for anybody who asks it to. The condition names for whom it may. The ARN of a bucket has no account, and a
  # deleted bucket's name can be taken by another account: so its owner is compared too.
  service_senders = concat(
    [for arns in [local.senders.sns_topics] : {
      sid        = "Topics"
      service    = "sns.amazonaws.com"
      conditions = { ArnEquals = { "aws:SourceArn" = arns } }
    } if length(arns) > 0],
    [for arns in [local.senders.event_rules] : {
      sid        = "EventRules"
      service    = "events.amazonaws.com"
      conditions = { ArnEquals = { "aws:SourceArn" = arns } }
    } if length(arns) > 0],
    [for arns in [local.senders.buckets] : {
      sid     = "Buckets"
      service = "s3.amazonaws.com"
      conditions = {
        ArnEquals    = { "aws:SourceArn" = arns }
        StringEquals = { "aws:SourceAccount" = distinct(concat([local.account_id], local.senders.accounts)) }
      }
    } if length(arns) > 0],
  )

  principal_senders = concat(
    [for account in local.senders.accounts : "arn:${local.partition}:iam::${account}:root"],
    local.senders.principals,
  )

  sender_statements = concat(
    [for sender in local.service_senders : {
      Sid       = "Allow${sender.sid}"
      Effect    = "Allow"
      Principal = { Service = sender.service }
      Action    = ["sqs:SendMessage"]
      Resource  = "${local.arn_of_own_queue}:${local.own_queue_name}"
      Condition = sender.conditions
    }],
    [for arns in [local.principal_senders] : {
      Sid       = "AllowPrincipals"
      Effect    = "Allow"
      Principal = { AWS = arns }
      Action    = local.send_actions
      Resource  = "${local.arn_of_own_queue}:${local.own_queue_name}"
    } if length(arns) > 0],
  )

  # What SQS accepts has the queue as its resource.
  extra_queue_statements = [for statement in var.extra_queue_statements : merge(statement, { Resource = "${local.arn_of_own_queue}:${local.own_queue_name}" })]

  # For the policy of a customer key, which this module does not own.
  key_statements = concat(
    [{
      Sid       = "LogsOfTheFunction"
      Effect    = "Allow"
      Principal = { Service = "logs.${local.region}.amazonaws.com" }
      Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
      Resource  = "*"
      Condition = { ArnEquals = { "kms:EncryptionContext:aws:logs:arn" = [local.named_log_group_arn] } }
    }],
    [for sender in local.service_senders : {
      Sid       = "Send${sender.sid}"
      Effect    = "Allow"
      Principal = { Service = sender.service }
      Action    = local.key_actions
      Resource  = "*"
      Condition = sender.conditions
    }],
    [for arns in [local.principal_senders] : {
      Sid       = "SendPrincipals"
      Effect    = "Allow"
      Principal = { AWS = arns }
      Action    = local.key_actions
      Resource  = "*"
      Condition = { StringEquals = { "kms:ViaService" = ["sqs.${local.region}.amazonaws.com"] } }
    } if length(arns) > 0],
  )

  # prevent_destroy takes no variable, and Terraform cannot read how many messages a queue has. So the queue itself refuses its
  # deletion, whoever asks, until allow_queue_deletion is applied.
  guards = { for key, name in { queue = local.own_queue_name, dead_letters = local.own_dlq_name } : key => concat(
    [{
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:*"]
      Resource  = "${local.arn_of_own_queue}:${name}"
      Condition = { Bool = { "aws:SecureTransport" = ["false"] } }
    }],
    [for action in ["sqs:DeleteQueue"] : {
      Sid       = "DenyDeletion"
      Effect    = "Deny"
      Principal = "*"
      Action    = [action]
      Resource  = "${local.arn_of_own_queue}:${name}"
    } if !var.allow_queue_deletion],
  ) }

  # The ARN is the key, so that an entry which leaves the list touches no other. With the index as the key, all behind it would be
  # replaced, and AWS knows a subscription or a notification by topic or bucket: deleting the old one would delete the new one.
  subscribed_topics = toset(local.senders.subscribe_sns_topics ? local.senders.sns_topics : [])
  targeted_rules    = toset(local.senders.target_event_rules ? local.senders.event_rules : [])
  notified_buckets  = toset(local.senders.notify_buckets ? local.senders.buckets : [])
}

resource "aws_sns_topic_subscription" "queue" {
  for_each = local.subscribed_topics

  topic_arn            = each.key
  protocol             = "sqs"
  endpoint             = local.queue_arn
  raw_message_delivery = local.senders.raw_delivery

  lifecycle {
    precondition {
      condition     = split(":", each.key)[3] == local.region && split(":", each.key)[4] == local.account_id
      error_message = "${var.name}: subscribe_sns_topics is true, and ${each.key} is not a topic of this account and region (${local.account_id}, ${local.region}). Leave subscribe_sns_topics out: the owner of the topic subscribes the queue."
    }
  }
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = local.targeted_rules

  # arn:<partition>:events:<region>:<account>:rule/[<bus>/]<rule>
  rule           = reverse(split("/", each.key))[0]
  event_bus_name = length(split("/", each.key)) > 2 ? join("/", slice(split("/", each.key), 1, length(split("/", each.key)) - 1)) : null
  arn            = local.queue_arn

  dynamic "sqs_target" {
    for_each = var.fifo ? [var.name] : []

    content {
      message_group_id = sqs_target.value
    }
  }

  lifecycle {
    precondition {
      condition     = split(":", each.key)[3] == local.region && split(":", each.key)[4] == local.account_id
      error_message = "${var.name}: target_event_rules is true, and ${each.key} is not a rule of this account and region (${local.account_id}, ${local.region}). Leave target_event_rules out: the owner of the rule makes the queue its target."
    }
  }
}

resource "aws_s3_bucket_notification" "queue" {
  for_each = local.notified_buckets

  bucket = split(":", each.key)[5]

  queue {
    queue_arn = local.queue_arn
    events    = ["s3:ObjectCreated:*"]
  }
}
