# What the function may do, and nothing else: it cannot send messages, cannot touch its dead-letter queue, and cannot write to
# another log group.

locals {
  # ARNs are built from names. So a plan shows the policy of a role that exists already (role_arn), and create_before_destroy of
  # this policy does not extend to the queue and the log group: a queue that is replaced must go before the new one comes.
  named_queue_arn     = local.creates_queue ? "${local.arn_of_own_queue}:${local.own_queue_name}" : var.existing_queue_arn
  named_log_group_arn = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:/aws/lambda/${var.name}"

  kms_key_arns = distinct(compact([var.kms_key_arn, var.secret_kms_key_arn]))

  statements = concat(
    [
      {
        Sid      = "ReceiveMessages"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [local.named_queue_arn]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${local.named_log_group_arn}:*"]
      },
    ],
    local.authentication_statements,
    [for arns in [local.kms_key_arns] : {
      Sid      = "DecryptWithCustomerKey"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = arns
    } if length(arns) > 0],
    # EC2 knows no narrower resource for these. Lambda uses them on the function's behalf; the program itself may not.
    flatten([for vpc in var.vpc[*] : [
      {
        Sid      = "AttachToVpc"
        Effect   = "Allow"
        Action   = local.network_actions
        Resource = ["*"]
      },
      {
        Sid       = "DenyNetworkToProgram"
        Effect    = "Deny"
        Action    = local.network_actions
        Resource  = ["*"]
        Condition = { ArnLike = { "lambda:SourceFunctionArn" = ["arn:*:lambda:*:*:function:${var.name}"] } }
      },
    ]]),
    var.tracing ? [{
      Sid      = "WriteTraces"
      Effect   = "Allow"
      Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      Resource = ["*"]
    }] : [],
    var.extra_policy_statements,
  )

  network_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]
}

# The names of roles are the account's, not the region's, so they carry the region. A name of a role has at most 64 characters.
locals {
  long_names  = { role = "${var.name}-${data.aws_region.current.region}", prune = "${var.name}-prune-${data.aws_region.current.region}" }
  short_names = { for use, name in local.long_names : use => length(name) <= 64 ? name : "${substr(name, 0, 55)}-${substr(sha256(name), 0, 8)}" }

  own_role_name = var.role_name != null ? var.role_name : local.short_names["role"]
  role_arn      = var.role_arn != null ? var.role_arn : one(aws_iam_role.function[*].arn)
}

resource "aws_iam_role" "function" {
  count = var.role_arn == null ? 1 : 0

  name                 = local.own_role_name
  description          = "Execution role of the function ${var.name}"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  lifecycle {
    # The function moves to a new role before the old one goes.
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "function" {
  count = var.role_arn == null ? 1 : 0

  name   = "ingest"
  role   = aws_iam_role.function[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })

  lifecycle {
    create_before_destroy = true
  }
}

# The same policy once more, changed last. The policy above changes before the probe: a right that the new version does not need,
# such as that to the secret before, would go while the old version still takes the messages, for good if the probe fails. It keeps
# the old rights here until alias and event source mapping have moved. Without create_before_destroy, which would extend to these two.
resource "aws_iam_role_policy" "live" {
  count = var.role_arn == null ? 1 : 0

  name   = "ingest-live"
  role   = aws_iam_role.function[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })

  depends_on = [aws_lambda_alias.live, aws_lambda_event_source_mapping.queue]

  lifecycle {
    precondition {
      condition     = 2 * length(jsonencode({ Version = "2012-10-17", Statement = local.statements })) <= 10240
      error_message = "${var.name}: the role has its policy twice, for the new and for the live version, and IAM accepts 10240 characters in all. Shorten extra_policy_statements, or attach a managed policy to the role."
    }
  }
}

moved {
  from = aws_iam_role.function
  to   = aws_iam_role.function[0]
}

moved {
  from = aws_iam_role_policy.function
  to   = aws_iam_role_policy.function[0]
}
