# Old versions of function and layers would pile up: Lambda keeps 75 GB of code for an account. Once a day, a state machine
# without code deletes all but the newest keep_versions, and never one that an alias uses. tests/state-machines runs it.

locals {
  prunes     = var.keep_versions > 0
  prune_name = local.short_names["prune"]

  # Both, also if the mapping has stopped using descriptor sets: their old versions must go too.
  layer_names = [var.name, "${var.name}-descriptors"]
  layer_arns  = [for name in local.layer_names : "arn:${local.partition}:lambda:${local.region}:${local.account_id}:layer:${name}"]
}

resource "aws_sfn_state_machine" "prune" {
  count = local.prunes ? 1 : 0

  name     = local.prune_name
  role_arn = local.prune_role_arn

  definition = replace(
    file("${path.module}/prune.asl.json"), "arn:aws:states:", "arn:${data.aws_partition.current.partition}:states:",
  )
  tags = var.tags
}

resource "aws_cloudwatch_event_rule" "prune" {
  count = local.prunes ? 1 : 0

  name                = local.prune_name
  description         = "Deletes old versions of ${var.name} and its layers"
  schedule_expression = "rate(1 day)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "prune" {
  count = local.prunes ? 1 : 0

  rule     = aws_cloudwatch_event_rule.prune[0].name
  arn      = aws_sfn_state_machine.prune[0].arn
  role_arn = local.prune_role_arn

  input = jsonencode({
    functionName = aws_lambda_function.ingestor.function_name
    layerNames   = local.layer_names
    keep         = var.keep_versions
  })

  depends_on = [aws_iam_role_policy.prune]
}

resource "aws_iam_role" "prune" {
  count = local.prunes && var.prune_role_arn == null ? 1 : 0

  name                 = local.prune_name
  description          = "Deletes old versions of ${var.name} and its layers"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["states.amazonaws.com", "events.amazonaws.com"] }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

locals {
  prune_role_arn = var.prune_role_arn != null ? var.prune_role_arn : one(aws_iam_role.prune[*].arn)

  # From names, so that the first plan shows the policy for a role of somebody else.
  named_function_arn = "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${var.name}"

  # Versions only: the resource of DeleteFunction without a version is the function's own ARN, which is not among them.
  prune_statements = [
    {
      Sid      = "ListVersionsAndAliases"
      Effect   = "Allow"
      Action   = ["lambda:ListAliases", "lambda:ListVersionsByFunction"]
      Resource = [local.named_function_arn]
    },
    {
      Sid      = "DeleteVersions"
      Effect   = "Allow"
      Action   = ["lambda:DeleteFunction"]
      Resource = ["${local.named_function_arn}:*"]
    },
    {
      Sid      = "ListLayers"
      Effect   = "Allow"
      Action   = ["lambda:ListLayerVersions"]
      Resource = local.layer_arns
    },
    {
      Sid      = "DeleteLayerVersions"
      Effect   = "Allow"
      Action   = ["lambda:DeleteLayerVersion"]
      Resource = [for arn in local.layer_arns : "${arn}:*"]
    },
    {
      Sid      = "StartItself"
      Effect   = "Allow"
      Action   = ["states:StartExecution"]
      Resource = ["arn:${local.partition}:states:${local.region}:${local.account_id}:stateMachine:${local.prune_name}"]
    },
  ]
}

resource "aws_iam_role_policy" "prune" {
  count = local.prunes && var.prune_role_arn == null ? 1 : 0

  name   = "prune"
  role   = aws_iam_role.prune[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.prune_statements })
}
