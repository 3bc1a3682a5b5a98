# One page per pipeline: is it behind, does it write, how fast, and if not, why.

data "aws_region" "current" {}

locals {
  function_metrics = {
    "Messages" = {
      stat = "Sum"
      metrics = [
        "MessagesReceived", "MessagesAcked", "MessagesDeduplicated", "MessagesQuarantined", "MessagesDropped", "MessagesWithoutRow",
        "MessagesFailed",
      ]
    }
    "Rows"     = { stat = "Sum", metrics = ["RowsDurable", "RowsSkipped", "DuplicateNames"] }
    "Bytes"    = { stat = "Sum", metrics = ["RecordBytes"] }
    "Acks, ms" = { stat = "Maximum", metrics = ["AckLatencyP50", "AckLatencyMax", "EncodeTime"] }
    "Streams"  = { stat = "Sum", metrics = ["StreamReopens", "LateAcks", "ColdStart"] }
    "Failed"   = { stat = "Sum", metrics = ["InvocationErrors"] }
  }

  graphs = concat(
    [
      {
        title = "Queue"
        stat  = "Maximum"
        metrics = [
          ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.queue_name],
          ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", local.queue_name],
          ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.dlq_name],
        ]
      },
      {
        title   = "Age of the oldest message, s"
        stat    = "Maximum"
        metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", local.queue_name]]
      },
      {
        title   = "Invocations"
        stat    = "Sum"
        metrics = [for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", var.name]]
      },
      {
        title   = "Duration, ms"
        stat    = "p99"
        metrics = [["AWS/Lambda", "Duration", "FunctionName", var.name]]
      },
    ],
    [for title, graph in local.function_metrics : {
      title   = title
      stat    = graph.stat
      metrics = [for metric in graph.metrics : ["SqsIngestor", metric, "FunctionName", var.name]]
    }],
  )

  widgets = concat(
    [for index, graph in local.graphs : {
      type   = "metric"
      x      = 8 * (index % 3)
      y      = 6 * floor(index / 3)
      width  = 8
      height = 6
      properties = {
        title   = graph.title
        region  = data.aws_region.current.region
        view    = "timeSeries"
        period  = 60
        stat    = graph.stat
        metrics = graph.metrics
      }
    }],
    [{
      type   = "log"
      x      = 0
      y      = 6 * ceil(length(local.graphs) / 3)
      width  = 24
      height = 8
      properties = {
        title  = "Warnings and errors"
        region = data.aws_region.current.region
        view   = "table"
        query  = "SOURCE '${aws_cloudwatch_log_group.function.name}' | fields @timestamp, level, message | filter level in [\"WARN\", \"ERROR\", \"FATAL\"] | sort @timestamp desc | limit 50"
      }
    }],
  )
}

resource "aws_cloudwatch_dashboard" "pipeline" {
  count = var.create_dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}
