# What the function has besides its mapping, and whose rules it follows.

variable "live_version" {
  description = "The version of the function that takes the messages, such as \"41\": a rollback without an upload. Null: the newest."
  type        = string
  default     = null

  validation {
    condition     = var.live_version == null || can(regex("^[1-9][0-9]*$", var.live_version))
    error_message = "${var.name}: live_version is '${coalesce(var.live_version, "-")}'. Write the number of a kept version, as `aws lambda list-versions-by-function` shows it."
  }
}

variable "probe_triggers" {
  description = "Values that make the next apply probe again when they change, such as the version of a secret."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "keep_versions" {
  description = "How many versions of function and layers are kept. 0: all, and nothing is created to delete them."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.keep_versions == 0 || (var.keep_versions >= 2 && var.keep_versions <= 100 && floor(var.keep_versions) == var.keep_versions)
    error_message = "${var.name}: keep_versions is ${var.keep_versions}. Write a whole number from 2 to 100, or 0 to keep all."
  }
}

variable "environment_variables" {
  description = "Further environment variables of the function, such as FIFO_ORDER, https_proxy, or those that the mapping names as $${NAME}."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name))])
    error_message = "${var.name}: environment_variables has ${join(", ", [for name in keys(var.environment_variables) : "'${name}'" if !can(regex("^[A-Za-z][A-Za-z0-9_]+$", name))])}. Write at least two letters, digits and _, a letter first."
  }

  validation {
    condition     = length(setintersection(keys(var.environment_variables), local.environment_of_module)) == 0
    error_message = "${var.name}: the module sets ${join(", ", setintersection(keys(var.environment_variables), local.environment_of_module))}. Set the variable of the module with that meaning instead: databricks_host, authentication, databricks_client_id, secret_arn, token_audience, zerobus_endpoint, table_name, mapping_file, descriptor_files, delivery_report, dedupe_window, log_level."
  }

  validation {
    condition     = length(setintersection(keys(var.environment_variables), local.environment_of_lambda)) == 0 && alltrue([for name in keys(var.environment_variables) : !startswith(name, "AWS_LAMBDA_")])
    error_message = "${var.name}: Lambda reserves ${join(", ", [for name in keys(var.environment_variables) : name if startswith(name, "AWS_LAMBDA_") || contains(local.environment_of_lambda, name)])}. Remove it from environment_variables."
  }

  validation {
    condition     = !contains(keys(var.environment_variables), "DATABRICKS_CLIENT_SECRET")
    error_message = "${var.name}: DATABRICKS_CLIENT_SECRET would be in the state and in the function's configuration. Put the client secret into Secrets Manager, and set secret_arn."
  }

  # The rule of the function for mappings: a name decides. A name may say where a secret is.
  validation {
    condition     = length([for name, value in var.environment_variables : name if can(regex(local.secret_names, upper(name))) && !can(regex(local.places_of_secrets, upper(name))) && !can(regex("^(arn:.*|[0-9.]*|true|false)$", value))]) == 0
    error_message = "${var.name}: environment_variables has what is a secret by its name: ${join(", ", [for name, value in var.environment_variables : name if can(regex(local.secret_names, upper(name))) && !can(regex(local.places_of_secrets, upper(name))) && !can(regex("^(arn:.*|[0-9.]*|true|false)$", value))])}. It would be in the state and in the function's configuration. Put it into Secrets Manager, and its ARN into a variable whose name ends in _ARN. If it is not a secret, write another name."
  }

  validation {
    condition     = alltrue([for value in values(var.environment_variables) : !can(regex("^(dose|dapi)[0-9a-f]{32}$", value))])
    error_message = "${var.name}: environment_variables has a secret or a token of Databricks: ${join(", ", [for name, value in var.environment_variables : name if can(regex("^(dose|dapi)[0-9a-f]{32}$", value))])}. It would be in the state and in the function's configuration. Put the client secret into Secrets Manager, and set secret_arn."
  }

  validation {
    condition     = !contains(keys(var.environment_variables), "DATABRICKS_OIDC_TOKEN")
    error_message = "${var.name}: DATABRICKS_OIDC_TOKEN would be in the state and in the function's configuration. Set authentication to aws-identity."
  }

  validation {
    condition     = try(tonumber(var.environment_variables["IDENTITY_TOKEN_LIFETIME"]), 900) >= 60 && try(tonumber(var.environment_variables["IDENTITY_TOKEN_LIFETIME"]), 900) <= 3600
    error_message = "${var.name}: IDENTITY_TOKEN_LIFETIME is out of range. Write a whole number of seconds from 60 to 3600."
  }
}

locals {
  environment_of_module = [
    "DATABRICKS_HOST", "DATABRICKS_AUTH_TYPE", "DATABRICKS_CLIENT_ID", "DATABRICKS_SECRET_ARN", "DATABRICKS_TOKEN_AUDIENCE",
    "ZEROBUS_ENDPOINT", "TABLE_NAME", "MAPPING_FILE",
    "DESCRIPTOR_PATH", "DELIVERY_REPORT", "DEDUPE_WINDOW", "SQS_INGESTOR_LAYER",
  ]

  environment_of_lambda = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
  ]

  secret_names      = "SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE_KEY|PRIVATEKEY|ACCESS_KEY|ACCESSKEY|API_KEY|APIKEY"
  places_of_secrets = "_(ARN|FILE|PATH|DIR|NAME|ID|URL|URI|ENDPOINT|REGION)$"
}

check "proxy_without_a_password" {
  assert {
    condition     = alltrue([for value in values(var.environment_variables) : !can(regex("://[^/@]*:[^/@]*@", value))])
    error_message = "${var.name}: environment_variables has a URL with a password: ${join(", ", [for name, value in var.environment_variables : name if can(regex("://[^/@]*:[^/@]*@", value))])}. It is in the state and in the function's configuration. Use a proxy that needs no password, if you can."
  }
}

variable "extra_layer_arns" {
  description = "Further layers of the function, by version: a CA bundle, an extension of a monitoring product."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.extra_layer_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", arn))])
    error_message = "${var.name}: extra_layer_arns has an ARN that does not name a version of a layer. Write arn:aws:lambda:<region>:<account>:layer:<name>:<version>."
  }
}

variable "tracing" {
  description = "Whether Lambda records invocations in X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Concurrency of the account that only this function has. At least maximum_concurrency. Null: none."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null || try(var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency, false)
    error_message = "${var.name}: reserved_concurrency is ${coalesce(var.reserved_concurrency, 0)}. Write a whole number from 1, or omit it; with 0 the function cannot run."
  }
}

variable "provisioned_pollers" {
  description = "Pollers that always read the queue, for bursts that must not wait: `{ minimum = 2, maximum = 20 }`. AWS bills them. Null: Lambda scales by itself, up to maximum_concurrency."
  # An object type would silently drop a misspelt name.
  type    = any
  default = null

  validation {
    condition     = var.provisioned_pollers == null ? true : length(setsubtract(keys(var.provisioned_pollers), ["minimum", "maximum"])) == 0
    error_message = "${var.name}: provisioned_pollers does not know ${join(", ", setsubtract(try(keys(var.provisioned_pollers), []), ["minimum", "maximum"]))}. Write minimum and maximum."
  }

  validation {
    condition     = var.provisioned_pollers == null || try(var.provisioned_pollers.minimum >= 2 && var.provisioned_pollers.minimum <= 200 && var.provisioned_pollers.maximum >= var.provisioned_pollers.minimum && var.provisioned_pollers.maximum <= 2000 && floor(var.provisioned_pollers.minimum) == var.provisioned_pollers.minimum && floor(var.provisioned_pollers.maximum) == var.provisioned_pollers.maximum, false)
    error_message = "${var.name}: provisioned_pollers is wrong. Write whole numbers: minimum = 2 to 200, and maximum = minimum to 2000."
  }
}

variable "event_source_metrics" {
  description = "Whether the event source mapping writes metrics of its own: how many messages it polled, filtered, delivered and deleted. CloudWatch bills them."
  type        = bool
  default     = false
  nullable    = false
}

variable "capacity_provider" {
  description = "Runs the function on Lambda Managed Instances: ARN of the capacity provider, and if you need them memory per vCPU in GiB, and invocations at the same time in one environment. AWS takes it only when it creates the function. Null: Lambda's own machines."
  # An object type would silently drop a misspelt name.
  type    = any
  default = null

  validation {
    condition     = var.capacity_provider == null ? true : length(setsubtract(keys(var.capacity_provider), ["arn", "memory_gib_per_vcpu", "max_concurrency"])) == 0
    error_message = "${var.name}: capacity_provider does not know ${join(", ", setsubtract(try(keys(var.capacity_provider), []), ["arn", "memory_gib_per_vcpu", "max_concurrency"]))}. Write arn, memory_gib_per_vcpu and max_concurrency."
  }

  validation {
    condition     = var.capacity_provider == null || try(can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:capacity-provider:[A-Za-z0-9_-]+$", var.capacity_provider.arn)), false)
    error_message = "${var.name}: capacity_provider.arn is not the ARN of a capacity provider. Write arn:aws:lambda:<region>:<account>:capacity-provider:<name>."
  }

  validation {
    condition     = var.capacity_provider == null || try(coalesce(lookup(var.capacity_provider, "memory_gib_per_vcpu", null), 2) >= 2 && coalesce(lookup(var.capacity_provider, "memory_gib_per_vcpu", null), 2) <= 8 && coalesce(lookup(var.capacity_provider, "max_concurrency", null), 1) >= 1 && coalesce(lookup(var.capacity_provider, "max_concurrency", null), 1) <= 1600 && floor(coalesce(lookup(var.capacity_provider, "max_concurrency", null), 1)) == coalesce(lookup(var.capacity_provider, "max_concurrency", null), 1), false)
    error_message = "${var.name}: capacity_provider is wrong. Write memory_gib_per_vcpu = 2 to 8, and max_concurrency = 1 to 1600, or omit them."
  }
}

variable "ephemeral_storage_mb" {
  description = "Size of /tmp, in MB. The program writes no files; an extension may. Null: 512."
  type        = number
  default     = null

  validation {
    condition     = var.ephemeral_storage_mb == null || try(var.ephemeral_storage_mb >= 512 && var.ephemeral_storage_mb <= 10240 && floor(var.ephemeral_storage_mb) == var.ephemeral_storage_mb, false)
    error_message = "${var.name}: ephemeral_storage_mb is ${coalesce(var.ephemeral_storage_mb, 0)}. Write a whole number from 512 to 10240."
  }
}

variable "tags" {
  description = "Tags of the resources, in addition to those of the provider."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 50 && alltrue([for key, value in var.tags : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")])
    error_message = "${var.name}: AWS refuses these tags. Write at most 50, with keys of 1 to 128 and values of 0 to 256 letters, digits, spaces and _.:/=+-@; AWS reserves keys that begin with aws:."
  }
}

variable "role_arn" {
  description = "ARN of an existing execution role. It needs the policy of the output role_policy. Null: the module creates one."
  type        = string
  default     = null

  validation {
    condition     = var.role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", var.role_arn))
    error_message = "${var.name}: role_arn is not the ARN of a role. Write arn:aws:iam::<account>:role/<name>."
  }

  validation {
    condition     = var.role_arn == null || (var.role_name == null && length(var.extra_policy_statements) == 0)
    error_message = "${var.name}: role_arn names an existing role, so role_name and extra_policy_statements have no effect. Omit them."
  }
}

variable "role_name" {
  description = "Name of the execution role. Default: the pipeline's name and the region."
  type        = string
  default     = null

  validation {
    condition     = var.role_name == null || can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "${var.name}: role_name is '${coalesce(var.role_name, "-")}'. Write 1 to 64 letters, digits, and any of _+=,.@-."
  }
}

variable "role_path" {
  description = "Path of the roles that the module creates."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-~]{1,510}/)?$", var.role_path))
    error_message = "${var.name}: role_path is '${var.role_path}'. Write a path that begins and ends with /, such as /ingest/."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the roles that the module creates."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "${var.name}: permissions_boundary_arn is not the ARN of a policy. Write arn:aws:iam::<account>:policy/<name>."
  }
}

variable "extra_policy_statements" {
  description = "Further statements of the execution role's policy, as in its JSON: `{ Effect = \"Allow\", Action = […], Resource = […] }`."
  type        = any
  default     = []
  nullable    = false

  validation {
    condition     = can([for statement in var.extra_policy_statements : statement.Effect]) && alltrue([for statement in try([for entry in var.extra_policy_statements : entry], []) : can(regex("^(Allow|Deny)$", statement.Effect)) && (can(statement.Action) || can(statement.NotAction)) && (can(statement.Resource) || can(statement.NotResource))])
    error_message = "${var.name}: extra_policy_statements is not a list of statements. Write each as { Effect = \"Allow\", Action = [\"…\"], Resource = [\"…\"] }."
  }

  validation {
    condition     = alltrue(flatten([for statement in try([for entry in var.extra_policy_statements : entry], []) : [for name in try(keys(statement), []) : contains(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"], name)]]))
    error_message = "${var.name}: a statement of extra_policy_statements has a name that a role's policy does not know. Write Sid, Effect, Action, NotAction, Resource, NotResource and Condition, spelt like this."
  }

  validation {
    condition     = alltrue([for statement in try([for entry in var.extra_policy_statements : entry], []) : try(statement.Effect, "") != "Allow" || can(statement.Condition) || !(contains(flatten([try(statement.Resource, "*")]), "*") && (can(statement.NotAction) || contains(flatten([try(statement.Action, "")]), "*")))])
    error_message = "${var.name}: a statement of extra_policy_statements allows every action on every resource. Write the actions that the extension needs, such as [\"ssm:GetParameter\"], and the ARNs of their resources."
  }
}

variable "prune_role_arn" {
  description = "ARN of an existing role that deletes old versions, for accounts in which Terraform creates no roles. Null: the module creates one, unless keep_versions is 0."
  type        = string
  default     = null

  validation {
    condition     = var.prune_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", var.prune_role_arn))
    error_message = "${var.name}: prune_role_arn is not the ARN of a role. Write arn:aws:iam::<account>:role/<name>."
  }
}

variable "breaker_role_arn" {
  description = "ARN of an existing role of the breaker, which trusts states.amazonaws.com. It needs the policy of the output breaker_role_policy. Null: the module creates one, unless breaker is false."
  type        = string
  default     = null

  validation {
    condition     = var.breaker_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", var.breaker_role_arn))
    error_message = "${var.name}: breaker_role_arn is not the ARN of a role. Write arn:aws:iam::<account>:role/<name>."
  }
}

variable "breaker_start_role_arn" {
  description = "ARN of an existing role that starts the breaker, which trusts events.amazonaws.com. It needs the policy of the output breaker_start_role_policy. Null: the module creates one, unless breaker is false."
  type        = string
  default     = null

  validation {
    condition     = var.breaker_start_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", var.breaker_start_role_arn))
    error_message = "${var.name}: breaker_start_role_arn is not the ARN of a role. Write arn:aws:iam::<account>:role/<name>."
  }
}
