# The tables, and how each is filled. modules/pipeline checks the numbers for each pipeline.

variable "table_name" {
  description = "The table of a single pipeline, `catalog.schema.table`. For several pipelines use `pipelines`."
  type        = string
  default     = null

  validation {
    condition     = var.table_name == null || can(regex("^[A-Za-z0-9_]{1,255}(\\.[A-Za-z0-9_]{1,255}){2}$", var.table_name))
    error_message = "table_name is '${coalesce(var.table_name, "-")}'. Write catalog.schema.table: three parts of letters, digits and _."
  }

  validation {
    condition     = (var.table_name != null) != (try(length(var.pipelines), 1) > 0)
    error_message = "Both or none of table_name and pipelines are set. Set one: table_name for a single pipeline, or pipelines for several."
  }
}

variable "mapping_file" {
  description = "The mapping of a single pipeline, relative to this folder."
  type        = string
  default     = "../mappings/sqs_messages.yaml"
  nullable    = false

  validation {
    condition     = var.mapping_file == "../mappings/sqs_messages.yaml" || try(length(var.pipelines), 0) == 0
    error_message = "mapping_file is set, and has no effect with pipelines. Write mapping_file = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "descriptor_file" {
  description = "The only descriptor set of a single pipeline. descriptor_files replaces it."
  type        = string
  default     = null

  validation {
    condition     = var.descriptor_file == null || try(length(var.pipelines), 0) == 0
    error_message = "descriptor_file is set, and has no effect with pipelines. Write descriptor_file = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "descriptor_files" {
  description = "The descriptor sets of a single pipeline, all in one folder. Default: the one that the mapping names, in `descriptors` next to the mapping's folder; with `descriptor: unity-catalog`, those of its tables that exist there."
  type        = list(string)
  default     = null

  validation {
    condition     = var.descriptor_files == null || try(length(var.pipelines), 0) == 0
    error_message = "descriptor_files is set, and has no effect with pipelines. Write descriptor_files = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "layer_zip" {
  description = "The layer of a single pipeline that `sqs-ingestor package --layer-only` has compiled, instead of its mapping and descriptor files."
  type        = string
  default     = null

  validation {
    condition     = var.layer_zip == null || try(length(var.pipelines), 0) == 0
    error_message = "layer_zip is set, and has no effect with pipelines. Write layer_zip = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "function_name" {
  description = "Name of the function of a single pipeline, and of its queue, role and layers. Default: `<name>-<table>`."
  type        = string
  default     = null

  validation {
    condition     = var.function_name == null || try(length(var.pipelines), 0) == 0
    error_message = "function_name is set, and has no effect with pipelines. Write function_name = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }

  validation {
    condition     = var.function_name == null || can(regex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", var.function_name))
    error_message = "function_name is '${var.function_name != null ? var.function_name : "-"}'. Write 1 to 64 letters, digits, - and _, a letter first, or omit it."
  }
}

variable "role_name" {
  description = "Name of the execution role of a single pipeline. Default: the function's name and the region."
  type        = string
  default     = null

  validation {
    condition     = var.role_name == null || try(length(var.pipelines), 0) == 0
    error_message = "role_name is set, and has no effect with pipelines. Write role_name = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "live_version" {
  description = "The version of a single pipeline's function that takes the messages: a rollback without an upload. Default: the newest."
  type        = string
  default     = null

  validation {
    condition     = var.live_version == null || try(length(var.pipelines), 0) == 0
    error_message = "live_version is set, and has no effect with pipelines. Write live_version = … in the entry: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}"])}."
  }
}

variable "pipelines" {
  description = "Pipelines by key. The default of each attribute is the variable of the same name. Omit `table_name` if the mapping names its tables."
  # A map of objects would silently drop a misspelled attribute. So names are checked here, and types by modules/pipeline.
  type     = any
  default  = {}
  nullable = false

  validation {
    condition     = can(keys(var.pipelines)) && alltrue([for pipeline in try(values(var.pipelines), []) : pipeline == null || can(keys(pipeline))])
    error_message = "pipelines is not a map of entries. Write pipelines = { orders = { mapping_file = \"../mappings/orders.yaml\" } }."
  }

  validation {
    condition     = alltrue([for key in try(keys(var.pipelines), []) : can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$", key))])
    error_message = "A key of pipelines is part of resource names. Write 1 to 31 letters, digits, - and _ instead of: ${join(", ", [for key in try(keys(var.pipelines), []) : "'${key}'" if !can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$", key))])}."
  }

  validation {
    condition     = alltrue([for pipeline in try(values(var.pipelines), []) : try(pipeline.mapping_file != null, false) || try(pipeline.layer_zip != null, false)])
    error_message = "Each entry of pipelines needs a mapping_file or a layer_zip. Write mapping_file = \"../mappings/<table>.yaml\" in: ${join(", ", [for key in try(keys(var.pipelines), []) : key if !try(var.pipelines[key].mapping_file != null, false) && !try(var.pipelines[key].layer_zip != null, false)])}."
  }

  # Letters and order do not count for the name that was meant.
  validation {
    condition     = alltrue(flatten([for pipeline in try(values(var.pipelines), []) : [for name in try(keys(pipeline), []) : contains(keys(local.defaults), name)]]))
    error_message = "Unknown: ${join(", ", flatten([for key in try(keys(var.pipelines), []) : [for name in try(keys(var.pipelines[key]), []) : join("", ["pipelines.${key}.${name}", join("", [for meant in lookup(local.names_by_letters, join("", sort(regexall("[a-z0-9]", lower(name)))), []) : " (write ${meant})"])]) if !contains(keys(local.defaults), name)]]))}. The names are: ${join(", ", keys(local.defaults))}."
  }

  validation {
    condition     = length(flatten([for kind, names in local.kinds : [for name in names : [for pipeline in try(values(var.pipelines), []) : name if !(try(pipeline[name], null) == null || (kind == "true or false" ? can(tobool(pipeline[name])) : kind == "a number" ? can(tonumber(pipeline[name])) : kind == "a text" ? can(tostring(pipeline[name])) : kind == "a list of texts" ? can([for text in pipeline[name] : tostring(text)]) && !can(keys(pipeline[name])) : can([for text in values(pipeline[name]) : tostring(text)])))]]])) == 0
    error_message = "A value has another type: ${join(", ", flatten([for kind, names in local.kinds : [for name in names : [for key in try(keys(var.pipelines), []) : "write ${kind} for pipelines.${key}.${name}" if !(try(var.pipelines[key][name], null) == null || (kind == "true or false" ? can(tobool(var.pipelines[key][name])) : kind == "a number" ? can(tonumber(var.pipelines[key][name])) : kind == "a text" ? can(tostring(var.pipelines[key][name])) : kind == "a list of texts" ? can([for text in var.pipelines[key][name] : tostring(text)]) && !can(keys(var.pipelines[key][name])) : can([for text in values(var.pipelines[key][name]) : tostring(text)])))]]]))}."
  }

  validation {
    condition     = length(flatten([for key in try(keys(var.pipelines), []) : [for name in ["senders", "provisioned_pollers", "capacity_provider"] : name if !(try(var.pipelines[key][name], null) == null || can(keys(var.pipelines[key][name])))]])) == 0
    error_message = "A value is not a map: ${join(", ", flatten([for key in try(keys(var.pipelines), []) : [for name in ["senders", "provisioned_pollers", "capacity_provider"] : "pipelines.${key}.${name}" if !(try(var.pipelines[key][name], null) == null || can(keys(var.pipelines[key][name])))]]))}. Write senders = { sns_topics = [\"…\"] }, provisioned_pollers = { minimum = 2, maximum = 20 } or capacity_provider = { arn = \"…\" }."
  }

  validation {
    condition     = alltrue(flatten([for pipeline in try(values(var.pipelines), []) : [for attribute in ["senders", "provisioned_pollers", "capacity_provider"] : [for name in try(keys(pipeline[attribute]), []) : contains(local.nested[attribute], name)]]]))
    error_message = "Unknown: ${join(", ", flatten([for key in try(keys(var.pipelines), []) : [for attribute in ["senders", "provisioned_pollers", "capacity_provider"] : [for name in try(keys(var.pipelines[key][attribute]), []) : "pipelines.${key}.${attribute}.${name} (write one of ${join(", ", local.nested[attribute])})" if !contains(local.nested[attribute], name)]]]))}."
  }

  validation {
    condition     = length(flatten([for pipeline in try(values(var.pipelines), []) : [for name in ["function_name", "queue_name", "role_name", "table_name", "existing_queue_arn", "existing_dlq_arn", "databricks_secret_arn"] : name if try(pipeline[name], null) == ""]])) == 0
    error_message = "An empty text is not a name or an ARN: ${join(", ", flatten([for key in try(keys(var.pipelines), []) : [for name in ["function_name", "queue_name", "role_name", "table_name", "existing_queue_arn", "existing_dlq_arn", "databricks_secret_arn"] : "pipelines.${key}.${name}" if try(var.pipelines[key][name], null) == ""]]))}. Write it, or omit the attribute."
  }

  validation {
    condition     = length(flatten([for pipeline in try(values(var.pipelines), []) : [for name in ["max_receive_count", "max_message_size", "allow_queue_deletion", "create_dlq", "content_based_deduplication", "fifo_high_throughput"] : name if try(pipeline.existing_queue_arn, null) != null && try(pipeline[name], null) != null]])) == 0
    error_message = "The owner of an existing queue decides these, so they would have no effect: ${join(", ", flatten([for key in try(keys(var.pipelines), []) : [for name in ["max_receive_count", "max_message_size", "allow_queue_deletion", "create_dlq", "content_based_deduplication", "fifo_high_throughput"] : "pipelines.${key}.${name}" if try(var.pipelines[key].existing_queue_arn, null) != null && try(var.pipelines[key][name], null) != null]]))}. Omit them next to existing_queue_arn."
  }

  validation {
    condition     = length([for pipeline in try(values(var.pipelines), []) : 1 if can(regex("^(dose|dapi)[0-9a-f]{20,}$", pipeline.databricks_client_id))]) == 0
    error_message = "databricks_client_id has the form of a client secret or a token in: ${join(", ", [for key in try(keys(var.pipelines), []) : "pipelines.${key}" if can(regex("^(dose|dapi)[0-9a-f]{20,}$", var.pipelines[key].databricks_client_id))])}. It would be in plan, state and function. Write the application id of the service principal. Delete this secret in Databricks if it was in a file."
  }
}

variable "primary_pipeline" {
  description = "Key of the pipeline whose values the outputs sqs_queue_url, dlq_url and so on have. Required if there are several."
  type        = string
  default     = null

  validation {
    condition     = var.primary_pipeline != null || try(length(var.pipelines), 0) <= 1
    error_message = "There are ${try(length(var.pipelines), 0)} pipelines, and the outputs sqs_queue_url, dlq_url and so on have the values of one. Set primary_pipeline to one of: ${join(", ", try(keys(var.pipelines), []))}."
  }

  validation {
    condition     = var.primary_pipeline == null || contains(keys(local.pipelines), coalesce(var.primary_pipeline, "-"))
    error_message = "primary_pipeline is '${coalesce(var.primary_pipeline, "-")}', which is not a pipeline. Write one of: ${join(", ", keys(local.pipelines))}."
  }
}

variable "fifo" {
  description = "Whether the queues are FIFO."
  type        = bool
  default     = false
  nullable    = false
}

variable "fifo_high_throughput" {
  description = "FIFO: whether SQS deduplicates and limits each message group by itself, which allows thousands of messages a second."
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

variable "max_message_size" {
  description = "Largest message that the queue accepts, in bytes: 1024 to 1048576."
  type        = number
  default     = 1048576
  nullable    = false
}

variable "filter_criteria" {
  description = "Patterns, as JSON, of the messages that reach the function: at most 5. Lambda deletes the others from the queue."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "senders" {
  description = "Who may send, besides the roles of the own account. See [Let others send](#let-others-send)."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = var.senders == null || can(keys(var.senders))
    error_message = "senders is not a map. Write senders = { sns_topics = [\"arn:aws:sns:…\"] }."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.senders), []) : contains(local.nested.senders, name)])
    error_message = "Unknown: ${join(", ", [for name in try(keys(var.senders), []) : "senders.${name}" if !contains(local.nested.senders, name)])}. Write one of: ${join(", ", local.nested.senders)}."
  }
}

variable "extra_queue_statements" {
  description = "Further statements of the queue's policy, as in its JSON, for what senders cannot say: `{ Effect, Principal, Action, Condition }`. Their Resource is the queue."
  type        = any
  default     = []
  nullable    = false
}

variable "batch_size" {
  description = "Maximum number of messages per invocation: 1 to 10000, FIFO 1 to 10. More than 10 need a batching window. Default: 100, FIFO 10."
  type        = number
  default     = null
}

variable "batching_window_seconds" {
  description = "How long Lambda collects messages for a batch: 0 to 300 s, FIFO 0. Default: 1, FIFO 0."
  type        = number
  default     = null
}

variable "maximum_concurrency" {
  description = "Maximum number of concurrent invocations of one pipeline, 2 to 1000, or 0 for the account's limit. Default: 20, or none with provisioned_pollers."
  type        = number
  default     = null
}

variable "memory_mb" {
  description = "Memory of a function: 128 to 10240 MB. More memory also gives more processor time. Default: 256, 512 for batches above 500 messages, 2048 with capacity_provider."
  type        = number
  default     = null
}

variable "timeout_seconds" {
  description = "Timeout of an invocation: 10 to 900 s. The start alone may take 8 s. Longer timeouts find more rows that Zerobus never acks in one invocation."
  type        = number
  default     = 30
  nullable    = false
}

variable "visibility_timeout_seconds" {
  description = "Visibility timeout of a received message: 0 to 43200 s, at least 6 × timeout_seconds + batching_window_seconds. Default: exactly this, 181 s with the other defaults."
  type        = number
  default     = null
}

variable "message_retention_days" {
  description = "How long a message stays in the queue: up to 14 days."
  type        = number
  default     = 7
  nullable    = false
}

variable "dlq_retention_days" {
  description = "How long the dead-letter queue keeps a message: up to 14 days. In a standard queue this counts from when it was first sent, and must be at least message_retention_days; in a FIFO queue from when it became a dead letter."
  type        = number
  default     = 14
  nullable    = false
}

variable "max_receive_count" {
  description = "How often a message is tried before it moves to the dead-letter queue: 1 to 1000. Use 5 or more. Default: with the breaker 20, or what two outages cost and 6 more; without it as many as a day has visibility timeouts. See [An outage](#an-outage)."
  type        = number
  default     = null
}

variable "create_dlq" {
  description = "Whether a dead-letter queue is created. False only for a FIFO queue whose order matters more than its flow."
  type        = bool
  default     = true
  nullable    = false
}

variable "allow_queue_deletion" {
  description = "Whether the queues may be deleted. While it is false, SQS refuses to delete them, whoever asks. See [Destroy](#destroy)."
  type        = bool
  default     = false
  nullable    = false
}

variable "enabled" {
  description = "Whether the function receives messages. False pauses the pipeline; its messages stay in the queue."
  type        = bool
  default     = true
  nullable    = false
}

variable "breaker" {
  description = "Whether a breaker pauses the pipeline while every invocation fails. See [An outage](#an-outage)."
  type        = bool
  default     = true
  nullable    = false
}

variable "breaker_wait_seconds" {
  description = "How long the breaker waits before its first probe: 60 to 3600 s. It doubles the time after each probe that fails, up to an hour."
  type        = number
  default     = 600
  nullable    = false
}

variable "log_retention_days" {
  description = "Days for which logs are kept: one of the numbers that CloudWatch offers, or 0 for ever."
  type        = number
  default     = 30
  nullable    = false
}

variable "log_level" {
  description = "`TRACE`, `DEBUG` or `INFO`. Lambda drops lines below this level, and treats metric lines as INFO."
  type        = string
  default     = "INFO"
  nullable    = false
}

variable "delivery_report" {
  description = "`partial`: only the failed messages are returned to the queue. `throw`: one failed message fails the invocation and returns the whole batch."
  type        = string
  default     = "partial"
  nullable    = false
}

variable "dedupe_window" {
  description = "How many delivered messages a process remembers, to write none of them twice: 0 (off) to 1000000."
  type        = number
  default     = 10000
  nullable    = false
}

variable "environment_variables" {
  description = "Further environment variables of the function, such as FIFO_ORDER, https_proxy, or those that a mapping names."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "extra_layer_arns" {
  description = "Further layers of the function, by version: a CA bundle, an extension of a monitoring product."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tracing" {
  description = "Whether Lambda records invocations in X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Concurrency of the account that only this function has. At least maximum_concurrency."
  type        = number
  default     = null
}

variable "provisioned_pollers" {
  description = "Pollers that always read the queue, for bursts that must not wait: `{ minimum = 2, maximum = 20 }`, 2 to 200 and up to 2000. AWS bills them. Excludes maximum_concurrency."
  # An object type would silently drop a misspelt name. modules/pipeline checks the types.
  type    = any
  default = null

  validation {
    condition     = var.provisioned_pollers == null || can(keys(var.provisioned_pollers))
    error_message = "provisioned_pollers is not a map. Write { minimum = 2, maximum = 20 }."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.provisioned_pollers), []) : contains(local.nested.provisioned_pollers, name)])
    error_message = "Unknown: ${join(", ", [for name in try(keys(var.provisioned_pollers), []) : "provisioned_pollers.${name}" if !contains(local.nested.provisioned_pollers, name)])}. Write one of: ${join(", ", local.nested.provisioned_pollers)}."
  }
}

variable "event_source_metrics" {
  description = "Whether the event source mapping writes metrics of its own. CloudWatch bills them."
  type        = bool
  default     = false
  nullable    = false
}

variable "capacity_provider" {
  description = "Runs the function on Lambda Managed Instances: `{ arn, memory_gib_per_vcpu, max_concurrency }`, the last two optional. AWS takes it only when it creates the function."
  # An object type would silently drop a misspelt name. modules/pipeline checks the types.
  type    = any
  default = null

  validation {
    condition     = var.capacity_provider == null || can(keys(var.capacity_provider))
    error_message = "capacity_provider is not a map. Write { arn = \"arn:aws:lambda:…\" }."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.capacity_provider), []) : contains(local.nested.capacity_provider, name)])
    error_message = "Unknown: ${join(", ", [for name in try(keys(var.capacity_provider), []) : "capacity_provider.${name}" if !contains(local.nested.capacity_provider, name)])}. Write one of: ${join(", ", local.nested.capacity_provider)}."
  }
}

variable "ephemeral_storage_mb" {
  description = "Size of /tmp: 512 to 10240 MB. The program writes no files; an extension may. Default: 512."
  type        = number
  default     = null
}

variable "keep_versions" {
  description = "How many versions of function and layers are kept for a rollback: 2 to 100, or 0 for all."
  type        = number
  default     = 5
  nullable    = false
}

variable "role_arn" {
  description = "ARN of an existing execution role. It needs the policy of the output role_policy. Default: Terraform creates one."
  type        = string
  default     = null
}

variable "prune_role_arn" {
  description = "ARN of an existing role that deletes old versions. Default: Terraform creates one, unless keep_versions is 0."
  type        = string
  default     = null
}

variable "breaker_role_arn" {
  description = "ARN of an existing role of the breaker, which trusts states.amazonaws.com. It needs the policy of the output breaker_role_policy. Default: Terraform creates one, unless breaker is false."
  type        = string
  default     = null
}

variable "breaker_start_role_arn" {
  description = "ARN of an existing role that starts the breaker, which trusts events.amazonaws.com. It needs the policy of the output breaker_start_role_policy. Default: Terraform creates one, unless breaker is false."
  type        = string
  default     = null
}

variable "extra_policy_statements" {
  description = "Further statements of the execution role's policy, as in its JSON: `{ Effect, Action, Resource }`."
  type        = any
  default     = []
  nullable    = false
}

variable "alarm_age_seconds" {
  description = "Age of the oldest message at which the alarm goes into ALARM: 60 to 1209600 s. Default: 900 s, or three visibility timeouts if that is more."
  type        = number
  default     = null
}

variable "alarm_errors" {
  description = "Number of failed invocations in 5 minutes that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_throttles" {
  description = "Number of throttled invocations in 5 minutes that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_failed_messages" {
  description = "Number of failed messages in 5 minutes that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_quarantined_messages" {
  description = "Number of quarantined messages in 5 minutes that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_dropped_messages" {
  description = "Number of dropped messages in 5 minutes that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_dead_letters" {
  description = "Number of dead letters that is still accepted without an alarm: 0 or more."
  type        = number
  default     = 0
  nullable    = false
}

variable "alarm_dead_letter_days_left" {
  description = "How many days before SQS deletes a dead letter the alarm goes into ALARM: 1 to 13."
  type        = number
  default     = 2
  nullable    = false
}

variable "alarm_duration_percent" {
  description = "Part of the timeout, in percent, that an invocation may take without an alarm: 1 to 100."
  type        = number
  default     = 80
  nullable    = false
}
