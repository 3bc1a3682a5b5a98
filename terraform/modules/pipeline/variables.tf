# Every message names the pipeline, because one apply has many.

variable "name" {
  description = "Name of the function, its role, its layer and its dashboard, and the first part of the names of the other resources."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", var.name))
    error_message = "name is '${var.name}'. Write 1 to 64 letters, digits, - and _, a letter first."
  }
}

variable "table_name" {
  description = "The table, `catalog.schema.table`. Null if the mapping names its tables."
  type        = string
  default     = null

  validation {
    condition     = var.table_name == null || can(regex("^[A-Za-z0-9_]{1,255}(\\.[A-Za-z0-9_]{1,255}){2}$", var.table_name))
    error_message = "${var.name}: table_name is '${coalesce(var.table_name, "-")}'. Write catalog.schema.table: three parts of letters, digits and _."
  }
}

variable "mapping_file" {
  description = "The mapping, a YAML file. Null with layer_zip."
  type        = string
  default     = null

  validation {
    condition     = var.mapping_file == null ? var.layer_zip != null : can(regex("\\.ya?ml$", var.mapping_file)) && try(fileexists(var.mapping_file), false)
    error_message = "${var.name}: mapping_file is '${coalesce(var.mapping_file, "-")}', and this YAML file does not exist. Write its path relative to the folder where Terraform runs, such as ../mappings/orders.yaml."
  }

  # Terraform reads the mapping only to find its descriptor and its tables, and knows less of YAML than the function.
  validation {
    condition     = var.mapping_file == null || !try(fileexists(var.mapping_file), false) || can(keys(yamldecode(file(var.mapping_file))))
    error_message = "${var.name}: Terraform cannot read ${coalesce(var.mapping_file, "-")} as YAML. Run `sqs-ingestor check` on it, which names the line. If check finds no error, the mapping has something that Terraform does not know, such as a %YAML line, a tag (!name), .nan or an empty key: write it in another way, or deploy what `sqs-ingestor package --layer-only` writes with layer_zip."
  }

  validation {
    condition     = var.mapping_file == null || var.layer_zip == null || try(basename(var.mapping_file) == basename(jsondecode(file("${var.layer_zip}.json")).mapping), false)
    error_message = "${var.name}: layer_zip is the layer of another mapping than mapping_file. Omit mapping_file."
  }
}

variable "descriptor_file" {
  description = "The only descriptor set. descriptor_files replaces it."
  type        = string
  default     = null
}

variable "descriptor_files" {
  description = "The descriptor sets, all in one folder. Default: the one that the mapping names, in `descriptors` next to the mapping's folder; with `descriptor: unity-catalog`, those of its tables that exist there, which the function uses if the catalog cannot be reached."
  type        = list(string)
  default     = null

  validation {
    condition     = var.descriptor_files == null || var.descriptor_file == null
    error_message = "${var.name}: both descriptor_file and descriptor_files are set. Write descriptor_files only."
  }

  validation {
    condition     = var.layer_zip == null || (var.descriptor_file == null && var.descriptor_files == null)
    error_message = "${var.name}: layer_zip contains the descriptor sets. Omit descriptor_files."
  }
}

variable "layer_zip" {
  description = "The layer that `sqs-ingestor package --layer-only` has compiled, instead of mapping_file and descriptor_files. Its description `<layer_zip>.json` stands next to it."
  type        = string
  default     = null

  validation {
    condition     = var.layer_zip == null || (try(fileexists(var.layer_zip), false) && try(jsondecode(file("${var.layer_zip}.json")).mapping != "", false))
    error_message = "${var.name}: layer_zip is '${coalesce(var.layer_zip, "-")}', and this file or its .json does not exist. Write both with `sqs-ingestor package --layer-only`, and the path relative to the folder where Terraform runs, such as ../artifacts/package/layer.zip."
  }
}

variable "bootstrap_zip" {
  description = "The program, a file. The path must be the same on every machine that applies."
  type        = string
  default     = null

  validation {
    condition     = (var.bootstrap_zip == null) == (var.bootstrap_s3 != null)
    error_message = "${var.name}: both or none of bootstrap_zip and bootstrap_s3 are set. Set one of them."
  }

  validation {
    condition     = var.bootstrap_zip == null || var.keep_program || try(fileexists(var.bootstrap_zip), false)
    error_message = "${var.name}: bootstrap_zip is '${coalesce(var.bootstrap_zip, "-")}', and this file does not exist. Write it with `sqs-ingestor package`, and the path relative to the folder where Terraform runs, such as ../artifacts/package/bootstrap.zip."
  }
}

variable "bootstrap_s3" {
  description = "The program in S3: bucket, key, and the version of the object if the bucket has versions. Without a version, each program needs a key of its own."
  # An object type would silently drop a misspelt name.
  type    = any
  default = null

  validation {
    condition     = var.bootstrap_s3 == null ? true : length(setsubtract(keys(var.bootstrap_s3), ["bucket", "key", "version"])) == 0
    error_message = "${var.name}: bootstrap_s3 does not know ${join(", ", setsubtract(try(keys(var.bootstrap_s3), []), ["bucket", "key", "version"]))}. Write bucket, key and, if the bucket has versions, version."
  }

  validation {
    condition     = var.bootstrap_s3 == null || try(can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bootstrap_s3.bucket)) && length(var.bootstrap_s3.key) > 0, false)
    error_message = "${var.name}: bootstrap_s3 does not name an object. Write bucket = \"…\" and key = \"…\", without s3://."
  }
}

variable "keep_program" {
  description = "Whether the deployed program stays. bootstrap_zip then need not exist: only mappings and settings change."
  type        = bool
  default     = false
  nullable    = false
}

variable "architecture" {
  description = "Processor of the program."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is '${var.architecture}'. Write arm64 or x86_64, the processor of bootstrap_zip."
  }
}

variable "databricks_host" {
  description = "URL of the workspace."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+/?$", var.databricks_host))
    error_message = "${var.name}: databricks_host is '${var.databricks_host}'. Write the https URL of the workspace without a path, such as https://dbc-a1b2345c-d6e7.cloud.databricks.com."
  }
}

variable "databricks_client_id" {
  description = "Client id of the service principal. Null if the secret is JSON that contains it, or with `aws-identity` and a federation policy of the whole account."
  type        = string
  default     = null
}

variable "authentication" {
  description = "How the function proves to Databricks who it is. `secret`: with a client secret in Secrets Manager. `aws-identity`: without a secret, with identity tokens that AWS STS gives to its role; needs outbound web identity federation in the AWS account, and the federation policy of the output federation_policy in Databricks."
  type        = string
  default     = "secret"
  nullable    = false

  validation {
    condition     = contains(["secret", "aws-identity"], var.authentication)
    error_message = "${var.name}: authentication is '${var.authentication}'. Write secret or aws-identity."
  }

  validation {
    condition     = var.authentication == "secret" || var.secret_arn == null
    error_message = "${var.name}: authentication is aws-identity, which uses no secret. Remove the ARN of the secret, or set authentication to secret."
  }

  validation {
    condition     = var.authentication != "secret" || var.secret_arn != null
    error_message = "${var.name}: authentication is secret, but secret_arn is null. Set secret_arn (in pipelines: databricks_secret_arn) to the ARN of the secret, or set authentication to aws-identity."
  }
}

variable "token_audience" {
  description = "Audience of the identity tokens of `aws-identity`. The federation policy in Databricks must have the same. Default: the token endpoint of the workspace."
  type        = string
  default     = null

  validation {
    condition     = var.token_audience == null || can(regex("^[^ ]{1,1000}$", var.token_audience))
    error_message = "${var.name}: token_audience is empty, has spaces or is longer than 1,000 characters. Write the audience of the federation policy."
  }
}

variable "secret_arn" {
  description = "ARN of the secret with the client secret, or with JSON of `client_id` and `client_secret`. Null with `aws-identity`."
  type        = string
  default     = null

  # AWS ends it in six characters. A name that ends in -secret or -client is not one of them: only the name was given. Stand-ins of AWS end it in eight hexadecimal digits.
  validation {
    condition     = var.secret_arn == null || try(can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+-([A-Za-z0-9]{6}|[0-9a-f]{8})$", var.secret_arn)) && !can(regex("-(secret|client)$", var.secret_arn)), false)
    error_message = "${var.name}: the secret's ARN is not complete. Write arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>, as `aws secretsmanager describe-secret` shows it: a policy compares all of it."
  }

  # Here, because Terraform prints the variable that a rule reads, and this must not be printed.
  validation {
    condition     = alltrue([for arn in [var.secret_arn] : !local.client_id_is_secret])
    error_message = "${var.name}: databricks_client_id has the form of a client secret or a token, and would be in plan, state and function. Write the application id of the service principal, and the client secret into Secrets Manager. If it was in a file, delete it in Databricks."
  }
}

locals {
  client_id_is_secret = can(regex("^(dose|dapi)[0-9a-f]{20,}$", var.databricks_client_id))
}

variable "secret_kms_key_arn" {
  description = "ARN of the customer key that encrypts the secret, if there is one."
  type        = string
  default     = null

  validation {
    condition     = var.secret_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.secret_kms_key_arn))
    error_message = "${var.name}: the secret's customer key is not an ARN of a key. Write arn:aws:kms:<region>:<account>:key/<id>; a policy cannot contain an alias."
  }
}

variable "zerobus_endpoint" {
  description = "Endpoint of the ingest service."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:([1-9][0-9]{0,4}))?/?$", var.zerobus_endpoint)) && try(tonumber(regex(":([0-9]+)/?$", var.zerobus_endpoint)[0]) <= 65535, true)
    error_message = "${var.name}: zerobus_endpoint is '${var.zerobus_endpoint}'. Write https://<workspace-id>.zerobus.<region>.cloud.databricks.com, without a path."
  }

  validation {
    condition     = trimsuffix(var.zerobus_endpoint, "/") != trimsuffix(var.databricks_host, "/") && !can(regex("^https://(dbc|adb)-[^.]*\\.", var.zerobus_endpoint))
    error_message = "${var.name}: zerobus_endpoint is '${var.zerobus_endpoint}', the URL of a workspace. Write https://<workspace-id>.zerobus.<region>.cloud.databricks.com; the workspace id is the number after ?o= in the address bar of the browser."
  }
}

variable "vpc" {
  description = "Subnets and security groups of the function. Null: no VPC."
  # An object type would silently drop a misspelt name.
  type    = any
  default = null

  validation {
    condition     = var.vpc == null ? true : length(setsubtract(keys(var.vpc), ["subnet_ids", "security_group_ids"])) == 0
    error_message = "${var.name}: vpc does not know ${join(", ", setsubtract(try(keys(var.vpc), []), ["subnet_ids", "security_group_ids"]))}. Write subnet_ids and security_group_ids."
  }

  validation {
    condition = var.vpc == null || try(
      length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0
      && alltrue([for id in var.vpc.subnet_ids : startswith(id, "subnet-")])
      && alltrue([for id in var.vpc.security_group_ids : startswith(id, "sg-")]),
      false,
    )
    error_message = "vpc needs at least one subnet and one security group. Write subnet_ids = [\"subnet-…\"] and security_group_ids = [\"sg-…\"]."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer key for queues, environment and logs. Null: keys that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn is not the ARN of a key. Write arn:aws:kms:<region>:<account>:key/<id>; a policy cannot contain an alias."
  }
}

variable "log_retention_days" {
  description = "Days for which logs are kept; 0 for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days,
    )
    error_message = "${var.name}: log_retention_days is ${var.log_retention_days}. CloudWatch accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, or 0 for ever."
  }
}

variable "log_level" {
  description = "TRACE, DEBUG or INFO."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO"], var.log_level)
    error_message = "${var.name}: log_level is '${var.log_level}'. Write TRACE, DEBUG or INFO: above INFO, Lambda also drops the metric lines, and the alarm on failed messages never goes into ALARM."
  }
}

variable "alarm_topic_arn" {
  description = "ARN of an SNS topic that receives the alarms. Null: none."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn is not the ARN of a standard SNS topic. Write arn:aws:sns:<region>:<account>:<topic>."
  }
}

variable "warning_topic_arn" {
  description = "ARN of an SNS topic that receives the warnings. Null: alarm_topic_arn receives them too."
  type        = string
  default     = null

  validation {
    condition     = var.warning_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.warning_topic_arn))
    error_message = "warning_topic_arn is not the ARN of a standard SNS topic. Write arn:aws:sns:<region>:<account>:<topic>."
  }
}

variable "runbook_url" {
  description = "Address of the runbook. Each alarm names its section in it."
  type        = string
  default     = "docs/how-to/runbook.md"
  nullable    = false

  validation {
    condition     = length(var.runbook_url) <= 200 && !strcontains(var.runbook_url, "#")
    error_message = "runbook_url has more than 200 characters, or a #. Write the address of the page: each alarm appends # and its own section."
  }
}

variable "alarm_age_seconds" {
  description = "Age of the oldest message, in seconds, at which the alarm goes into ALARM. Null: 900, or three visibility timeouts if that is more."
  type        = number
  default     = null

  validation {
    condition     = var.alarm_age_seconds == null || try(var.alarm_age_seconds >= 60 && var.alarm_age_seconds <= 1209600, false)
    error_message = "${var.name}: alarm_age_seconds is ${coalesce(var.alarm_age_seconds, 0)}. Write 60 to 1209600, or omit it."
  }
}

variable "alarm_errors" {
  description = "Number of failed invocations in 5 minutes that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_errors >= 0
    error_message = "${var.name}: alarm_errors is ${var.alarm_errors}. Write 0 or more."
  }
}

variable "alarm_throttles" {
  description = "Number of throttled invocations in 5 minutes that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_throttles >= 0
    error_message = "${var.name}: alarm_throttles is ${var.alarm_throttles}. Write 0 or more."
  }
}

variable "alarm_failed_messages" {
  description = "Number of failed messages in 5 minutes that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_failed_messages >= 0
    error_message = "${var.name}: alarm_failed_messages is ${var.alarm_failed_messages}. Write 0 or more."
  }
}

variable "alarm_quarantined_messages" {
  description = "Number of quarantined messages in 5 minutes that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_quarantined_messages >= 0
    error_message = "${var.name}: alarm_quarantined_messages is ${var.alarm_quarantined_messages}. Write 0 or more."
  }
}

variable "alarm_dropped_messages" {
  description = "Number of dropped messages in 5 minutes that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_dropped_messages >= 0
    error_message = "${var.name}: alarm_dropped_messages is ${var.alarm_dropped_messages}. Write 0 or more."
  }
}

variable "alarm_dead_letters" {
  description = "Number of dead letters that is still accepted without an alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_dead_letters >= 0
    error_message = "${var.name}: alarm_dead_letters is ${var.alarm_dead_letters}. Write 0 or more."
  }
}

variable "alarm_dead_letter_days_left" {
  description = "How many days before SQS deletes a dead letter the alarm goes into ALARM."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.alarm_dead_letter_days_left >= 1 && var.alarm_dead_letter_days_left <= 13
    error_message = "${var.name}: alarm_dead_letter_days_left is ${var.alarm_dead_letter_days_left}. Write 1 to 13."
  }
}

variable "alarm_duration_percent" {
  description = "Part of the timeout, in percent, that an invocation may take without an alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_duration_percent >= 1 && var.alarm_duration_percent <= 100
    error_message = "${var.name}: alarm_duration_percent is ${var.alarm_duration_percent}. Write 1 to 100."
  }
}

variable "create_dashboard" {
  description = "Whether to create a dashboard."
  type        = bool
  default     = true
  nullable    = false
}
