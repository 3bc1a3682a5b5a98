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
    "Rows"  = { stat = "Sum", metrics = ["RowsDurable", "RowsSkipped", "DuplicateNames"] }
    "Bytes" = { stat = "Sum", metrics = ["RecordBytes"] }
    # Each invocation writes its own median: the median of those is what a usual message waits.
    "Acks, usual, ms"                = { stat = "p50", metrics = ["AckLatencyP50"] }
    "Acks and encoding, longest, ms" = { stat = "Maximum", metrics = ["AckLatencyMax", "EncodeTime"] }
    "Streams"                        = { stat = "Sum", metrics = ["StreamReopens", "LateAcks", "ColdStart"] }
  }

  graphs = concat(
    [
      {
        title = "Queue"
        stat  = "Maximum"
        metrics = concat(
          [
            ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.queue_name],
            ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", local.queue_name],
          ],
          [for name in local.dlq_name[*] : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]],
        )
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
        title   = "Failed invocations by error type"
        stat    = "Sum"
        metrics = [[{ expression = "SEARCH('{SqsIngestor,FunctionName,ErrorType} MetricName=\"InvocationErrors\" FunctionName=\"${var.name}\"', 'Sum', 300)" }]]
      },
      {
        title   = "Duration, ms"
        stat    = "p99"
        metrics = [["AWS/Lambda", "Duration", "FunctionName", var.name]]
      },
    ],
    [for metric in var.breaker ? [local.breaker_metric] : [] : {
      title   = "Breaker: 1 is open"
      stat    = "Maximum"
      metrics = [[local.metric_namespace, metric, "FunctionName", var.name]]
    }],
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
        title  = "Warnings and errors, and what the platform reports"
        region = data.aws_region.current.region
        view   = "table"
        # Lambda's own records have no level. Of those, the ones that say that an invocation did not end well are shown.
        query = join(" | ", [
          "SOURCE '${aws_cloudwatch_log_group.function.name}'",
          "fields @timestamp, coalesce(level, type) as kind, coalesce(message, record.errorType, record.status) as what, coalesce(requestId, record.requestId) as request",
          "filter level in [\"WARN\", \"ERROR\", \"FATAL\"] or type = \"platform.fault\" or record.status in [\"error\", \"failure\", \"timeout\"]",
          "sort @timestamp desc",
          "limit 50",
        ])
      }
    }],
  )
}

resource "aws_cloudwatch_dashboard" "pipeline" {
  count = var.create_dashboard ? 1 : 0

  # The names of dashboards are the account's, not the region's.
  dashboard_name = "${var.name}-${data.aws_region.current.region}"
  dashboard_body = jsonencode({ widgets = local.widgets })
}
