# Which tables, and how each is filled. The rules of the numbers stand in modules/pipeline, which checks them per pipeline.

variable "table_name" {
  description = "The table of a single pipeline, `catalog.schema.table`. For several pipelines use `pipelines`."
  type        = string
  default     = null

  validation {
    condition     = var.table_name == null || can(regex("^[A-Za-z0-9_]{1,255}(\\.[A-Za-z0-9_]{1,255}){2}$", var.table_name))
    error_message = "table_name is '${coalesce(var.table_name, "-")}'. Write catalog.schema.table: three parts of letters, digits and _."
  }

  validation {
    condition     = (var.table_name != null) != (length(var.pipelines) > 0)
    error_message = "Say what to land in one of two ways: table_name for a single table, or pipelines for several. There are none or both."
  }
}

variable "mapping_file" {
  description = "The mapping of a single pipeline, seen from this folder."
  type        = string
  default     = "../mappings/sqs_messages.yaml"
  nullable    = false
}

variable "descriptor_file" {
  description = "Its descriptor set. Default: the one that the mapping names, in `descriptors` beside the mapping's folder."
  type        = string
  default     = null
}

variable "pipelines" {
  description = "Pipelines by key. What one leaves out comes from the variable of the same name. `table_name` can be left out when the mapping names its tables."
  # A map of objects would drop a misspelt attribute without a word. So names are checked here, and types by modules/pipeline.
  type     = any
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.pipelines) : can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$", key))])
    error_message = "A key of pipelines becomes part of names. Write 1 to 31 letters, digits, - and _ instead of: ${join(", ", [for key in keys(var.pipelines) : "'${key}'" if !can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$", key))])}."
  }

  validation {
    condition     = alltrue([for pipeline in values(var.pipelines) : try(pipeline.mapping_file != null, false)])
    error_message = "Each of pipelines needs a mapping_file. Write mapping_file = \"../mappings/<table>.yaml\" in: ${join(", ", [for key, pipeline in var.pipelines : key if !try(pipeline.mapping_file != null, false)])}."
  }

  validation {
    condition     = alltrue(flatten([for pipeline in values(var.pipelines) : [for name in try(keys(pipeline), []) : contains(keys(local.defaults), name)]]))
    error_message = "There is no ${join(", ", flatten([for key, pipeline in var.pipelines : [for name in try(keys(pipeline), []) : "pipelines.${key}.${name}" if !contains(keys(local.defaults), name)]]))}. Write one of: ${join(", ", keys(local.defaults))}."
  }
}

variable "primary_pipeline" {
  description = "Key of the pipeline that the outputs sqs_queue_url, dlq_url, … speak of. Needed when there are several."
  type        = string
  default     = null

  validation {
    condition     = var.primary_pipeline != null || length(var.pipelines) <= 1
    error_message = "There are ${length(var.pipelines)} pipelines, and the outputs sqs_queue_url, dlq_url and so on speak of one. Set primary_pipeline to one of: ${join(", ", keys(var.pipelines))}."
  }

  validation {
    condition     = var.primary_pipeline == null || contains(keys(local.pipelines), coalesce(var.primary_pipeline, "-"))
    error_message = "primary_pipeline is '${coalesce(var.primary_pipeline, "-")}', which is no pipeline. Write one of: ${join(", ", keys(local.pipelines))}."
  }
}

variable "fifo" {
  description = "Whether the queues are FIFO."
  type        = bool
  default     = false
  nullable    = false
}

variable "content_based_deduplication" {
  description = "FIFO: whether SQS takes equal bodies within five minutes for one message."
  type        = bool
  default     = false
  nullable    = false
}

variable "batch_size" {
  description = "Most messages of one invocation: 1 to 10000, FIFO 1 to 10. More than 10 need a window."
  type        = number
  default     = 10
  nullable    = false
}

variable "batching_window_seconds" {
  description = "How long messages are collected for a batch: 0 to 300 s, FIFO 0."
  type        = number
  default     = 0
  nullable    = false
}

variable "maximum_concurrency" {
  description = "Most invocations of one pipeline at once, 2 to 1000. Default: what the account allows."
  type        = number
  default     = null
}

variable "memory_mb" {
  description = "Memory of a function: 128 to 10240 MB. Its share of a processor grows with it."
  type        = number
  default     = 256
  nullable    = false
}

variable "timeout_seconds" {
  description = "Longest invocation: 5 to 900 s."
  type        = number
  default     = 60
  nullable    = false
}

variable "visibility_timeout_seconds" {
  description = "How long a received message is hidden: 0 to 43200 s, at least 6 × timeout_seconds + batching_window_seconds. Default: exactly that, 360 s with the other defaults."
  type        = number
  default     = null
}

variable "message_retention_days" {
  description = "How long a message waits in the queue: up to 14 days."
  type        = number
  default     = 4
  nullable    = false
}

variable "dlq_retention_days" {
  description = "How long a dead letter is kept, counted from when it was first sent: up to 14 days, and not less than message_retention_days."
  type        = number
  default     = 14
  nullable    = false
}

variable "max_receive_count" {
  description = "How often a message is tried before it becomes a dead letter: 1 to 1000, best 5 or more."
  type        = number
  default     = 5
  nullable    = false
}

variable "log_retention_days" {
  description = "How long logs are kept: one of the numbers that CloudWatch offers, 0 for ever."
  type        = number
  default     = 30
  nullable    = false
}

variable "log_level" {
  description = "`TRACE`, `DEBUG` or `INFO`. Lambda drops the lines below it, and takes metric lines for INFO."
  type        = string
  default     = "INFO"
  nullable    = false
}

variable "delivery_report" {
  description = "`partial`: failed messages go back one by one. `throw`: one that fails fails the invocation, and its whole batch goes back."
  type        = string
  default     = "partial"
  nullable    = false
}

variable "dedupe_window" {
  description = "How many landed message ids a function remembers, to land no message twice: 0 (off) to 1000000."
  type        = number
  default     = 10000
  nullable    = false
}

variable "alarm_age_seconds" {
  description = "Age of the oldest message that raises an alarm: 60 to 1209600 s."
  type        = number
  default     = 900
  nullable    = false
}

variable "alarm_failed_messages" {
  description = "Failed messages in five minutes that raise no alarm yet: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}
