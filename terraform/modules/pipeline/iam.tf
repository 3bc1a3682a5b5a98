# What the function may do, and nothing else: it cannot send messages, cannot touch its dead-letter queue, and cannot write to
# another log group.

locals {
  kms_key_arns = distinct(compact([var.kms_key_arn, var.secret_kms_key_arn]))

  statements = concat(
    [
      {
        Sid      = "ReceiveMessages"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [local.queue_arn]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.function.arn}:*"]
      },
      {
        Sid      = "ReadClientSecret"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [var.secret_arn]
      },
    ],
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

resource "aws_iam_role" "function" {
  name        = var.name
  description = "Execution role of the function ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name   = "ingest"
  role   = aws_iam_role.function.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
