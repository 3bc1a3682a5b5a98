# The queue, and how its messages reach the function.

variable "queue_name" {
  description = "Name of the queue. Default: the pipeline's name, with .fifo for a FIFO queue."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,71}$", trimsuffix(var.queue_name != null ? var.queue_name : var.name, ".fifo")))
    error_message = "${var.name}: queue_name is '${var.queue_name != null ? var.queue_name : var.name}'. Write 1 to 71 letters, digits, - and _; Terraform adds -dlq and .fifo."
  }

  validation {
    condition     = var.queue_name == null || endswith(coalesce(var.queue_name, "-"), ".fifo") == var.fifo
    error_message = "${var.name}: queue_name is '${coalesce(var.queue_name, "-")}' and fifo is ${var.fifo}. Only the name of a FIFO queue ends in .fifo. Change one of the two."
  }
}

variable "fifo" {
  description = "Whether the queue is FIFO."
  type        = bool
  default     = false
  nullable    = false
}

variable "fifo_high_throughput" {
  description = "FIFO: whether SQS deduplicates and limits each message group by itself, which allows thousands of messages a second."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.fifo_high_throughput || var.fifo
    error_message = "${var.name}: fifo_high_throughput is true, and fifo is false. A standard queue has no such limit: leave fifo_high_throughput out, or set fifo."
  }
}

variable "existing_queue_arn" {
  description = "ARN of a queue that exists already. Null: a queue is created."
  type        = string
  default     = null

  validation {
    condition     = var.existing_queue_arn == null || can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}(\\.fifo)?$", var.existing_queue_arn))
    error_message = "${var.name}: existing_queue_arn is not the ARN of a queue. Write arn:aws:sqs:<region>:<account>:<queue>."
  }

  validation {
    condition     = var.existing_queue_arn == null || endswith(coalesce(var.existing_queue_arn, "-"), ".fifo") == var.fifo
    error_message = "${var.name}: existing_queue_arn is '${coalesce(var.existing_queue_arn, "-")}' and fifo is ${var.fifo}. Only the name of a FIFO queue ends in .fifo. Set fifo to what the queue is."
  }

  validation {
    condition     = var.existing_queue_arn == null || var.queue_name == null
    error_message = "${var.name}: both existing_queue_arn and queue_name are set. Leave queue_name out: an existing queue has a name."
  }
}

variable "existing_dlq_arn" {
  description = "ARN of a dead-letter queue that exists already. Null: one is created, except for an existing queue."
  type        = string
  default     = null

  validation {
    condition     = var.existing_dlq_arn == null || can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}(\\.fifo)?$", var.existing_dlq_arn))
    error_message = "${var.name}: existing_dlq_arn is not the ARN of a queue. Write arn:aws:sqs:<region>:<account>:<queue>."
  }

  validation {
    condition     = var.existing_dlq_arn == null || endswith(coalesce(var.existing_dlq_arn, "-"), ".fifo") == var.fifo
    error_message = "${var.name}: existing_dlq_arn is '${coalesce(var.existing_dlq_arn, "-")}' and fifo is ${var.fifo}. The dead-letter queue of a FIFO queue is FIFO, and that of a standard queue standard. Write the ARN of such a queue."
  }

  validation {
    condition     = var.existing_dlq_arn == null || var.existing_dlq_arn != var.existing_queue_arn
    error_message = "${var.name}: existing_dlq_arn and existing_queue_arn are the same queue. Write the ARN of the dead-letter queue, or leave existing_dlq_arn out."
  }
}

variable "create_dlq" {
  description = "Whether a dead-letter queue is created. False only for FIFO queues."
  type        = bool
  default     = true
  nullable    = false
}

variable "allow_queue_deletion" {
  description = "Whether the queues may be deleted. While it is false, SQS refuses to delete them."
  type        = bool
  default     = false
  nullable    = false
}

variable "max_message_size" {
  description = "Largest message that the queue accepts, in bytes."
  type        = number
  default     = 1048576
  nullable    = false

  validation {
    condition     = var.max_message_size >= 1024 && var.max_message_size <= 1048576 && floor(var.max_message_size) == var.max_message_size
    error_message = "${var.name}: max_message_size is ${var.max_message_size}. Write a whole number of bytes from 1024 to 1048576."
  }
}

variable "filter_criteria" {
  description = "Patterns, as JSON, of the messages that reach the function. Lambda deletes the others from the queue. Empty: all."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.filter_criteria) <= 5 && alltrue([for pattern in var.filter_criteria : can(keys(jsondecode(pattern)))])
    error_message = "${var.name}: filter_criteria must be at most 5 patterns, each a JSON object. Write for example [jsonencode({ body = { kind = [\"order\"] } })]."
  }
}

variable "content_based_deduplication" {
  description = "FIFO: whether SQS treats equal bodies within 5 minutes as one message."
  type        = bool
  default     = false
  nullable    = false
}

variable "batch_size" {
  description = "Maximum number of messages per invocation. Null: 100, FIFO 10."
  type        = number
  default     = null

  validation {
    condition     = var.batch_size == null || try(var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size, false)
    error_message = "${var.name}: batch_size is ${coalesce(var.batch_size, 0)}. Write a whole number from 1 to 10000, for a FIFO queue from 1 to 10."
  }
}

variable "batching_window_seconds" {
  description = "How long Lambda collects messages for a batch, in seconds. Null: 1, FIFO 0."
  type        = number
  default     = null

  validation {
    condition     = var.batching_window_seconds == null || try(var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300 && floor(var.batching_window_seconds) == var.batching_window_seconds, false)
    error_message = "${var.name}: batching_window_seconds is ${coalesce(var.batching_window_seconds, -1)}. Write a whole number from 0 to 300, for a FIFO queue 0."
  }
}

variable "maximum_concurrency" {
  description = "Maximum number of concurrent invocations. Null: 20, or none with provisioned_pollers. 0: the account's limit."
  type        = number
  default     = null

  validation {
    condition     = var.maximum_concurrency == null || try((var.maximum_concurrency == 0 || var.maximum_concurrency >= 2) && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency, false)
    error_message = "${var.name}: maximum_concurrency is ${coalesce(var.maximum_concurrency, 0)}. Write a whole number from 2 to 1000, or 0 for the account's limit."
  }
}

variable "memory_mb" {
  description = "Memory of the function, in MB. Null: 256, 512 for batches above 500 messages, 2048 with capacity_provider."
  type        = number
  default     = null

  validation {
    condition     = var.memory_mb == null || try(var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb, false)
    error_message = "${var.name}: memory_mb is ${coalesce(var.memory_mb, 0)}. Write a whole number from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "Timeout of an invocation, in seconds."
  type        = number
  default     = 30
  nullable    = false

  # 20 s for an ack, and the tenth that stays for the response. A start that is repeated within an invocation needs 8 s of it.
  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "${var.name}: timeout_seconds is ${var.timeout_seconds}. Write a whole number from 10 to 900: the start alone may take 8 s."
  }
}

variable "visibility_timeout_seconds" {
  description = "Visibility timeout of a received message, in seconds. Null: 6 × timeout + window."
  type        = number
  default     = null

  validation {
    condition     = var.visibility_timeout_seconds == null || try(var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200 && floor(var.visibility_timeout_seconds) == var.visibility_timeout_seconds, false)
    error_message = "${var.name}: visibility_timeout_seconds is ${coalesce(var.visibility_timeout_seconds, -1)}. Write a whole number from 0 to 43200, or omit it."
  }
}

variable "message_retention_days" {
  description = "How long a message stays in the queue, in days."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.message_retention_days * 86400 >= 60 && floor(var.message_retention_days * 86400) == var.message_retention_days * 86400 && var.message_retention_days <= 14
    error_message = "${var.name}: message_retention_days is ${var.message_retention_days}. Write up to 14 days; SQS keeps a message for one minute to 14 days, in whole seconds."
  }
}

variable "dlq_retention_days" {
  description = "How long the dead-letter queue keeps a message, in days: in a standard queue from when it was first sent, in a FIFO queue from when it moved there."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.dlq_retention_days <= 14 && var.dlq_retention_days * 86400 >= 60 && floor(var.dlq_retention_days * 86400) == var.dlq_retention_days * 86400
    error_message = "${var.name}: dlq_retention_days is ${var.dlq_retention_days}. Write up to 14 days; SQS keeps a message for one minute to 14 days, in whole seconds."
  }

  validation {
    condition     = var.fifo || var.dlq_retention_days >= var.message_retention_days
    error_message = "${var.name}: dlq_retention_days is ${var.dlq_retention_days}. Write ${var.message_retention_days} (message_retention_days) to 14: in a standard queue the age of a dead letter counts from when it was first sent."
  }
}

variable "max_receive_count" {
  description = "How often a message is tried before it moves to the dead-letter queue. Null: with the breaker 20, or what two outages cost and 6 more; without it as many as a day has visibility timeouts."
  type        = number
  default     = null

  validation {
    condition     = var.max_receive_count == null || try(var.max_receive_count >= 1 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count, false)
    error_message = "${var.name}: max_receive_count is ${coalesce(var.max_receive_count, 0)}. Write a whole number from 1 to 1000, or omit it. Use 5 or more."
  }
}

variable "delivery_report" {
  description = "partial or throw."
  type        = string
  default     = "partial"
  nullable    = false

  validation {
    condition     = contains(["partial", "throw"], var.delivery_report)
    error_message = "${var.name}: delivery_report is '${var.delivery_report}'. Write partial or throw."
  }
}

variable "dedupe_window" {
  description = "How many delivered messages a process remembers; 0 is off."
  type        = number
  default     = 10000
  nullable    = false

  validation {
    condition     = var.dedupe_window >= 0 && var.dedupe_window <= 1000000 && floor(var.dedupe_window) == var.dedupe_window
    error_message = "${var.name}: dedupe_window is ${var.dedupe_window}. Write a whole number from 0 (off) to 1000000."
  }
}

variable "enabled" {
  description = "Whether the function receives messages. False pauses the pipeline; messages stay in the queue."
  type        = bool
  default     = true
  nullable    = false
}

variable "breaker" {
  description = "Whether a breaker pauses the pipeline while every invocation fails."
  type        = bool
  default     = true
  nullable    = false
}

variable "breaker_wait_seconds" {
  description = "How long the breaker waits before its first probe. It doubles the time after each probe that fails, up to an hour."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.breaker_wait_seconds >= 60 && var.breaker_wait_seconds <= 3600 && floor(var.breaker_wait_seconds) == var.breaker_wait_seconds
    error_message = "${var.name}: breaker_wait_seconds is ${var.breaker_wait_seconds}. Write a whole number from 60 to 3600."
  }
}
