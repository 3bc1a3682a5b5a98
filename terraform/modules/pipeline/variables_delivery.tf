# The queue, and how its messages reach the function.

variable "queue_name" {
  description = "Name of the queue. Default: the pipeline's name, with .fifo for a FIFO queue."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,71}$", trimsuffix(coalesce(var.queue_name, var.name), ".fifo")))
    error_message = "${var.name}: queue_name is '${coalesce(var.queue_name, var.name)}'. Write 1 to 71 letters, digits, - and _; Terraform adds -dlq and .fifo."
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
    condition     = var.memory_mb == null || try(var.memory_mb >= 128 && var.memory_mb <= 32768 && (var.capacity_provider != null || var.memory_mb <= 10240) && floor(var.memory_mb) == var.memory_mb, false)
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
    condition     = var.timeout_seconds >= 23 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "${var.name}: timeout_seconds is ${var.timeout_seconds}. Write a whole number from 23 to 900: the program waits 20 s for an ack, and keeps time for its response."
  }
}

variable "visibility_timeout_seconds" {
  description = "Visibility timeout of a received message, in seconds. Null: 6 × timeout + window."
  type        = number
  default     = null

  validation {
    condition     = var.visibility_timeout_seconds == null || try(var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200, false)
    error_message = "${var.name}: visibility_timeout_seconds is ${coalesce(var.visibility_timeout_seconds, -1)}. Write 0 to 43200, or omit it."
  }
}

variable "message_retention_days" {
  description = "How long a message stays in the queue, in days."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.message_retention_days * 86400 >= 60 && var.message_retention_days <= 14
    error_message = "${var.name}: message_retention_days is ${var.message_retention_days}. Write up to 14 days; SQS keeps a message for one minute to 14 days."
  }
}

variable "dlq_retention_days" {
  description = "How long the dead-letter queue keeps a message, in days from when it was first sent."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.dlq_retention_days <= 14 && var.dlq_retention_days >= var.message_retention_days
    error_message = "${var.name}: dlq_retention_days is ${var.dlq_retention_days}. Write ${var.message_retention_days} (message_retention_days) to 14: the age of a dead letter counts from when it was first sent."
  }
}

variable "max_receive_count" {
  description = "How often a message is tried before it moves to the dead-letter queue."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "${var.name}: max_receive_count is ${var.max_receive_count}. Write a whole number from 1 to 1000. Use 5 or more."
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
