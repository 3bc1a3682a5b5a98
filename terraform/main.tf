# One pipeline is one queue, one function and the table or tables that its mapping fills.

locals {
  # A single table needs no map. It gets the key that it would have in `pipelines`, so moving it there later changes nothing in
  # AWS.
  single = {
    for table in var.table_name[*] : split(".", table)[length(split(".", table)) - 1] => {
      table_name       = table
      mapping_file     = var.layer_zip == null ? var.mapping_file : null
      descriptor_file  = var.descriptor_file
      descriptor_files = var.descriptor_files
      layer_zip        = var.layer_zip
      function_name    = var.function_name
      role_name        = var.role_name
      live_version     = var.live_version
    }
  }

  # The attributes of a pipeline. The default of each is the variable of the same name.
  defaults = {
    table_name                    = null
    mapping_file                  = null
    descriptor_file               = null
    descriptor_files              = null
    layer_zip                     = null
    function_name                 = null
    role_name                     = null
    live_version                  = null
    queue_name                    = null
    authentication                = var.authentication
    token_audience                = var.token_audience
    databricks_client_id          = null
    databricks_secret_arn         = null
    databricks_secret_kms_key_arn = var.databricks_secret_kms_key_arn
    fifo                          = var.fifo
    content_based_deduplication   = var.content_based_deduplication
    batch_size                    = var.batch_size
    batching_window_seconds       = var.batching_window_seconds
    maximum_concurrency           = var.maximum_concurrency
    memory_mb                     = var.memory_mb
    timeout_seconds               = var.timeout_seconds
    visibility_timeout_seconds    = var.visibility_timeout_seconds
    message_retention_days        = var.message_retention_days
    dlq_retention_days            = var.dlq_retention_days
    max_receive_count             = var.max_receive_count
    log_retention_days            = var.log_retention_days
    log_level                     = var.log_level
    delivery_report               = var.delivery_report
    dedupe_window                 = var.dedupe_window
    environment_variables         = var.environment_variables
    extra_layer_arns              = var.extra_layer_arns
    tracing                       = var.tracing
    reserved_concurrency          = var.reserved_concurrency
    provisioned_pollers           = var.provisioned_pollers
    event_source_metrics          = var.event_source_metrics
    capacity_provider             = var.capacity_provider
    ephemeral_storage_mb          = var.ephemeral_storage_mb
    keep_versions                 = var.keep_versions
    role_arn                      = var.role_arn
    prune_role_arn                = var.prune_role_arn
    breaker_role_arn              = var.breaker_role_arn
    breaker_start_role_arn        = var.breaker_start_role_arn
    extra_policy_statements       = var.extra_policy_statements
    alarm_age_seconds             = var.alarm_age_seconds
    alarm_failed_messages         = var.alarm_failed_messages
    fifo_high_throughput          = var.fifo_high_throughput
    existing_queue_arn            = null
    existing_dlq_arn              = null
    create_dlq                    = var.create_dlq
    allow_queue_deletion          = var.allow_queue_deletion
    max_message_size              = var.max_message_size
    filter_criteria               = var.filter_criteria
    senders                       = var.senders
    extra_queue_statements        = var.extra_queue_statements
    enabled                       = var.enabled
    breaker                       = var.breaker
    breaker_wait_seconds          = var.breaker_wait_seconds
    alarm_errors                  = var.alarm_errors
    alarm_throttles               = var.alarm_throttles
    alarm_quarantined_messages    = var.alarm_quarantined_messages
    alarm_dropped_messages        = var.alarm_dropped_messages
    alarm_dead_letters            = var.alarm_dead_letters
    alarm_dead_letter_days_left   = var.alarm_dead_letter_days_left
    alarm_duration_percent        = var.alarm_duration_percent
  }

  pipelines = {
    for key, given in merge(var.pipelines, local.single) :
    key => merge(local.defaults, { for name, value in given : name => value if value != null })
  }

  # Types of attributes. A type in var.pipelines would silently drop a misspelt name, and modules/pipeline cannot say which entry.
  kinds = {
    "true or false" = [
      "fifo", "content_based_deduplication", "tracing", "event_source_metrics", "fifo_high_throughput", "create_dlq", "allow_queue_deletion",
      "enabled", "breaker",
    ]
    "a number" = [
      "batch_size", "batching_window_seconds", "maximum_concurrency", "memory_mb", "timeout_seconds", "visibility_timeout_seconds",
      "message_retention_days", "dlq_retention_days", "max_receive_count", "log_retention_days", "dedupe_window", "reserved_concurrency",
      "ephemeral_storage_mb", "keep_versions", "alarm_age_seconds", "alarm_failed_messages", "max_message_size", "breaker_wait_seconds",
      "alarm_errors", "alarm_throttles", "alarm_quarantined_messages", "alarm_dropped_messages", "alarm_dead_letters",
      "alarm_dead_letter_days_left", "alarm_duration_percent",
    ]
    "a text" = [
      "table_name", "mapping_file", "descriptor_file", "layer_zip", "function_name", "role_name", "live_version", "queue_name",
      "databricks_client_id", "databricks_secret_arn", "databricks_secret_kms_key_arn", "log_level", "delivery_report", "role_arn",
      "prune_role_arn", "breaker_role_arn", "breaker_start_role_arn", "existing_queue_arn", "existing_dlq_arn",
    ]
    "a list of texts" = ["descriptor_files", "extra_layer_arns", "filter_criteria"]
    "a map of texts"  = ["environment_variables"]
  }

  # Names of attributes by their letters, so that a transposed or a missing _ is seen.
  names_by_letters = { for name in keys(local.defaults) : join("", sort(regexall("[a-z0-9]", name))) => name... }
}

# Names of queues, to see that no two pipelines share one.
locals {
  queue_names = { for key, pipeline in local.pipelines : key => {
    messages = (
      pipeline.existing_queue_arn != null ? reverse(split(":", pipeline.existing_queue_arn))[0]
      : coalesce(pipeline.queue_name, "${coalesce(pipeline.function_name, "${var.name}-${key}")}${try(tobool(pipeline.fifo), false) ? ".fifo" : ""}")
    )
    creates_dlq  = pipeline.existing_queue_arn == null && pipeline.existing_dlq_arn == null && try(tobool(pipeline.create_dlq), true)
    existing_dlq = pipeline.existing_dlq_arn == null ? null : reverse(split(":", pipeline.existing_dlq_arn))[0]
  } }

  # What is said of each queue, by the queue's name: more than one line is a conflict. Dead-letter queues that exist already may
  # serve several pipelines, but none may read them.
  all_queue_uses = concat(
    [for key, names in local.queue_names : { name = names.messages, use = "the queue of ${key}" }],
    [for key, names in local.queue_names : {
      name = "${trimsuffix(names.messages, ".fifo")}-dlq${endswith(names.messages, ".fifo") ? ".fifo" : ""}"
      use  = "the dead-letter queue of ${key}"
    } if names.creates_dlq],
    [for name in distinct([for names in values(local.queue_names) : names.existing_dlq if names.existing_dlq != null]) : {
      name = name
      use  = "an existing dead-letter queue"
    }],
  )
  shared_queues = { for entry in local.all_queue_uses : entry.name => entry.use... }
  conflicts     = [for name, uses in local.shared_queues : "${name} is ${join(" and ", uses)}" if length(uses) > 1]
}

# Names of functions, roles, layers and state machines, to see that no two pipelines share one. modules/pipeline appends these ends.
# IAM takes no two names that differ in capital letters only.
locals {
  name_ends = ["", "-prune", "-breaker", "-breaker-start", "-descriptors"]

  name_uses = flatten([for key, pipeline in local.pipelines : concat(
    [for end in local.name_ends : { name = lower("${pipeline.function_name != null ? pipeline.function_name : "${var.name}-${key}"}${end}"), key = key }],
    [for role in compact([pipeline.role_name]) : { name = "role ${lower(role)}", key = key }],
    [for end in pipeline.role_name == null ? ["", "-prune", "-breaker"] : ["-prune", "-breaker"] : {
      name = lower("role ${pipeline.function_name != null ? pipeline.function_name : "${var.name}-${key}"}${end}-${var.region}"), key = key
    }],
  )])
  shared_names   = { for use in local.name_uses : use.name => use.key... }
  name_conflicts = [for name, keys in local.shared_names : "${name} of ${join(" and ", keys)}" if length(keys) > 1]
}

# A bucket has one configuration of notifications, so two pipelines would erase each other's.
locals {
  notified_buckets = { for entry in flatten([for key, pipeline in local.pipelines : [
    for arn in try(tobool(pipeline.senders.notify_buckets), false) ? distinct(try(pipeline.senders.buckets, [])) : [] : { bucket = arn, key = key }
  ]]) : entry.bucket => entry.key... }
  bucket_conflicts = [for bucket, keys in local.notified_buckets : "${bucket} of ${join(" and ", keys)}" if length(keys) > 1]
}

# Names in nested attributes.
locals {
  nested = {
    senders             = ["sns_topics", "event_rules", "buckets", "accounts", "principals", "subscribe_sns_topics", "raw_delivery", "target_event_rules", "notify_buckets"]
    provisioned_pollers = ["minimum", "maximum"]
    capacity_provider   = ["arn", "memory_gib_per_vcpu", "max_concurrency"]
    bootstrap_s3        = ["bucket", "key", "version"]
    vpc                 = ["subnet_ids", "security_group_ids"]
  }
}

module "pipeline" {
  source   = "./modules/pipeline"
  for_each = local.pipelines

  name                        = each.value.function_name != null ? each.value.function_name : "${var.name}-${each.key}"
  table_name                  = each.value.table_name
  mapping_file                = each.value.mapping_file
  descriptor_file             = each.value.descriptor_file
  descriptor_files            = each.value.descriptor_files
  layer_zip                   = each.value.layer_zip
  bootstrap_zip               = var.bootstrap_s3 == null ? var.bootstrap_zip : null
  bootstrap_s3                = var.bootstrap_s3
  keep_program                = var.keep_program
  live_version                = each.value.live_version
  keep_versions               = each.value.keep_versions
  architecture                = var.architecture
  databricks_host             = var.databricks_host
  databricks_client_id        = each.value.databricks_client_id == null ? var.databricks_client_id : each.value.databricks_client_id == "" ? null : each.value.databricks_client_id
  authentication              = each.value.authentication
  token_audience              = each.value.token_audience
  secret_arn                  = each.value.databricks_secret_arn != null || each.value.authentication != "secret" ? each.value.databricks_secret_arn : local.secret_arn
  secret_kms_key_arn          = each.value.authentication == "secret" ? each.value.databricks_secret_kms_key_arn : null
  zerobus_endpoint            = var.zerobus_endpoint
  queue_name                  = each.value.queue_name
  fifo                        = each.value.fifo
  content_based_deduplication = each.value.content_based_deduplication
  batch_size                  = each.value.batch_size
  batching_window_seconds     = each.value.batching_window_seconds
  maximum_concurrency         = each.value.maximum_concurrency
  memory_mb                   = each.value.memory_mb
  timeout_seconds             = each.value.timeout_seconds
  visibility_timeout_seconds  = each.value.visibility_timeout_seconds
  message_retention_days      = each.value.message_retention_days
  dlq_retention_days          = each.value.dlq_retention_days
  max_receive_count           = each.value.max_receive_count
  log_retention_days          = each.value.log_retention_days
  log_level                   = each.value.log_level
  delivery_report             = each.value.delivery_report
  dedupe_window               = each.value.dedupe_window
  environment_variables       = each.value.environment_variables
  extra_layer_arns            = each.value.extra_layer_arns
  tracing                     = each.value.tracing
  reserved_concurrency        = each.value.reserved_concurrency
  provisioned_pollers         = each.value.provisioned_pollers
  event_source_metrics        = each.value.event_source_metrics
  capacity_provider           = each.value.capacity_provider
  ephemeral_storage_mb        = each.value.ephemeral_storage_mb
  role_arn                    = each.value.role_arn
  role_name                   = each.value.role_name
  role_path                   = var.role_path
  permissions_boundary_arn    = var.permissions_boundary_arn
  extra_policy_statements     = each.value.extra_policy_statements
  prune_role_arn              = each.value.prune_role_arn
  breaker_role_arn            = each.value.breaker_role_arn
  breaker_start_role_arn      = each.value.breaker_start_role_arn
  vpc                         = var.vpc
  kms_key_arn                 = var.kms_key_arn
  alarm_topic_arn             = var.alarm_topic_arn
  alarm_age_seconds           = each.value.alarm_age_seconds
  alarm_failed_messages       = each.value.alarm_failed_messages
  fifo_high_throughput        = each.value.fifo_high_throughput
  existing_queue_arn          = each.value.existing_queue_arn
  existing_dlq_arn            = each.value.existing_dlq_arn
  create_dlq                  = each.value.create_dlq
  allow_queue_deletion        = each.value.allow_queue_deletion
  max_message_size            = each.value.max_message_size
  filter_criteria             = each.value.filter_criteria
  senders                     = each.value.senders
  extra_queue_statements      = each.value.extra_queue_statements
  enabled                     = each.value.enabled
  breaker                     = each.value.breaker
  breaker_wait_seconds        = each.value.breaker_wait_seconds
  alarm_errors                = each.value.alarm_errors
  alarm_throttles             = each.value.alarm_throttles
  alarm_quarantined_messages  = each.value.alarm_quarantined_messages
  alarm_dropped_messages      = each.value.alarm_dropped_messages
  alarm_dead_letters          = each.value.alarm_dead_letters
  alarm_dead_letter_days_left = each.value.alarm_dead_letter_days_left
  alarm_duration_percent      = each.value.alarm_duration_percent
  warning_topic_arn           = var.warning_topic_arn
  runbook_url                 = var.runbook_url
  create_dashboard            = var.create_dashboard

  # A new client secret is tested, and the first test waits until the secret has its value.
  probe_triggers = each.value.databricks_secret_arn != null || each.value.authentication != "secret" ? {} : {
    for id in aws_secretsmanager_secret_version.databricks[*].version_id : "secret_version" => id
  }
}
