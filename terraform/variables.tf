# Addresses and credentials. The variables that a single pipeline can override are in variables_pipelines.tf.

variable "region" {
  description = "AWS region of all resources. Use the region of the Databricks workspace if you can."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is '${var.region}'. Write the name of a region, such as us-west-2."
  }
}

variable "name" {
  description = "First part of every name. The resources of a pipeline are named `<name>-<key>`."
  type        = string
  default     = "sqs-ingestor"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,31}$", var.name))
    error_message = "name is '${var.name}'. Write 1 to 32 letters, digits, - and _, a letter first."
  }
}

variable "tags" {
  description = "Tags for every resource, in addition to `application = <name>`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 49 && alltrue([for key, value in var.tags : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")])
    error_message = "AWS refuses these tags. Write at most 49, with keys of 1 to 128 and values of 0 to 256 letters, digits, spaces and _.:/=+-@; AWS reserves keys that begin with aws:."
  }
}

variable "databricks_host" {
  description = "URL of the workspace: `https://dbc-….cloud.databricks.com`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+/?$", var.databricks_host))
    error_message = "databricks_host is '${var.databricks_host}'. Write the https URL of the workspace without a path, such as https://dbc-a1b2345c-d6e7.cloud.databricks.com."
  }
}

variable "zerobus_endpoint" {
  description = "Endpoint of the ingest service: `https://<workspace-id>.zerobus.<region>.cloud.databricks.com`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:([1-9][0-9]{0,4}))?/?$", var.zerobus_endpoint)) && try(tonumber(regex(":([0-9]+)/?$", var.zerobus_endpoint)[0]) <= 65535, true)
    error_message = "zerobus_endpoint is '${var.zerobus_endpoint}'. Write https://<workspace-id>.zerobus.<region>.cloud.databricks.com, without a path."
  }

  validation {
    condition     = trimsuffix(var.zerobus_endpoint, "/") != trimsuffix(var.databricks_host, "/") && !can(regex("^https://(dbc|adb)-[^.]*\\.", var.zerobus_endpoint))
    error_message = "zerobus_endpoint is '${var.zerobus_endpoint}', the URL of a workspace. Write https://<workspace-id>.zerobus.<region>.cloud.databricks.com; the workspace id is the number after ?o= in the address bar of the browser."
  }
}

variable "authentication" {
  description = "How functions prove to Databricks who they are. `secret`: with a client secret in Secrets Manager. `aws-identity`: without a secret, with identity tokens that AWS STS gives to their roles; see the output federation_policies."
  type        = string
  default     = "secret"
  nullable    = false

  validation {
    condition     = contains(["secret", "aws-identity"], var.authentication)
    error_message = "authentication is '${var.authentication}'. Write secret or aws-identity."
  }
}

variable "token_audience" {
  description = "Audience of the identity tokens of `aws-identity`. The federation policy in Databricks must have the same. Default: the token endpoint of the workspace."
  type        = string
  default     = null
}

variable "databricks_client_id" {
  description = "Client id of the service principal. Omit it if the secret is JSON with `client_id` and `client_secret`, or with `aws-identity` and a federation policy of the whole account."
  type        = string
  default     = null

  validation {
    condition     = var.databricks_client_id != null || var.databricks_secret_arn != null || !local.needs_secret
    error_message = "databricks_client_id is not set. Write the application id of the service principal; you can omit it only with databricks_secret_arn, if the secret is JSON that contains it."
  }

  validation {
    condition     = var.databricks_client_id == null || can(regex("^[A-Za-z0-9-]+$", var.databricks_client_id))
    error_message = "databricks_client_id contains characters other than letters, digits and -. Write the application id of the service principal."
  }
}

variable "databricks_client_secret" {
  description = "Client secret of the service principal. Terraform creates a secret in Secrets Manager for it. Set it as TF_VAR_databricks_client_secret, not in a file. It is never in the state or a plan."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true

  # One message for each case: a shell in which the secret is still exported is not one in which it is missing.
  validation {
    condition     = !local.needs_secret || var.databricks_client_secret != null || var.databricks_secret_arn != null || var.keep_client_secret
    error_message = "Neither databricks_client_secret nor databricks_secret_arn is set. Set TF_VAR_databricks_client_secret, or databricks_secret_arn to the ARN of an existing secret. If Terraform has created the secret before, set keep_client_secret = true instead."
  }

  validation {
    condition     = var.databricks_client_secret == null || local.needs_secret || var.authentication == "secret"
    error_message = "authentication is aws-identity, which uses no secret. Unset TF_VAR_databricks_client_secret, or set authentication to secret."
  }

  validation {
    condition     = !local.needs_secret || var.databricks_client_secret == null || var.keep_client_secret || var.databricks_secret_arn != null || try(length(trimspace(var.databricks_client_secret)), 0) > 0
    error_message = "databricks_client_secret is empty. Set TF_VAR_databricks_client_secret to the secret of the service principal."
  }

  validation {
    condition     = !local.needs_secret || try(length(trimspace(var.databricks_client_secret)), 0) == 0 || var.databricks_secret_arn == null
    error_message = "Both databricks_client_secret and databricks_secret_arn are set. To use the existing secret, run `unset TF_VAR_databricks_client_secret`. To let Terraform create one, remove databricks_secret_arn."
  }

  validation {
    condition     = !local.creates_secret || try(length(trimspace(var.databricks_client_secret)), 0) == 0 || !var.keep_client_secret
    error_message = "Both databricks_client_secret and keep_client_secret are set. To keep the secret that is deployed, run `unset TF_VAR_databricks_client_secret`. To write this one, set keep_client_secret = false and increase databricks_client_secret_version."
  }
}

variable "databricks_client_secret_version" {
  description = "Increase it with each new databricks_client_secret: Terraform cannot see that a write-only value has changed."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.databricks_client_secret_version >= 1 && floor(var.databricks_client_secret_version) == var.databricks_client_secret_version
    error_message = "databricks_client_secret_version is ${var.databricks_client_secret_version}. Write a whole number from 1, and increase it with each new secret."
  }
}

variable "keep_client_secret" {
  description = "Whether the secret that Terraform has created keeps its value. databricks_client_secret then need not be set. It has no effect with databricks_secret_arn."
  type        = bool
  default     = false
  nullable    = false
}

variable "databricks_secret_arn" {
  description = "ARN of an existing secret: the plain client secret, or JSON with `client_id` and `client_secret`. Replaces databricks_client_secret."
  type        = string
  default     = null

  validation {
    condition     = var.databricks_secret_arn == null || local.needs_secret || var.authentication == "secret"
    error_message = "authentication is aws-identity, which uses no secret. Remove databricks_secret_arn, or set authentication to secret."
  }

  # The rule of secret_arn in modules/pipeline.
  validation {
    condition     = var.databricks_secret_arn == null || try(can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+-([A-Za-z0-9]{6}|[0-9a-f]{8})$", var.databricks_secret_arn)) && !can(regex("-(secret|client)$", var.databricks_secret_arn)), false)
    error_message = "databricks_secret_arn is not the whole ARN of a secret. Write arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>, as `aws secretsmanager describe-secret` shows it: a policy compares all of it."
  }
}

variable "databricks_secret_kms_key_arn" {
  description = "ARN of the customer key that encrypts the secret databricks_secret_arn, if there is one."
  type        = string
  default     = null
}

variable "bootstrap_zip" {
  description = "The program that `sqs-ingestor package` writes. Ignored with bootstrap_s3."
  type        = string
  default     = "../artifacts/package/bootstrap.zip"
  nullable    = false

  validation {
    condition     = try(fileexists(var.bootstrap_zip), false) || var.bootstrap_s3 != null || var.keep_program
    error_message = "There is no file '${var.bootstrap_zip}'. Build it in the repository's root with `dotnet run --project src/SqsIngestor.Cli -- package`, set bootstrap_zip to its path relative to this folder, or bootstrap_s3 to an object. To change only mappings and settings, set keep_program = true."
  }
}

variable "bootstrap_s3" {
  description = "The program in S3: `{ bucket, key, version }`. Without `version`, give each program a key of its own."
  # An object type would silently drop a misspelt name.
  type    = any
  default = null

  validation {
    condition     = var.bootstrap_s3 == null || (can(keys(var.bootstrap_s3)) && can(tostring(var.bootstrap_s3.bucket)) && can(tostring(var.bootstrap_s3.key)) && can(tostring(try(var.bootstrap_s3.version, ""))))
    error_message = "bootstrap_s3 does not name an object. Write { bucket = \"…\", key = \"…\" }, without s3://, and version = \"…\" if the bucket has versions."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.bootstrap_s3), []) : contains(local.nested.bootstrap_s3, name)])
    error_message = "Unknown: ${join(", ", [for name in try(keys(var.bootstrap_s3), []) : "bootstrap_s3.${name}" if !contains(local.nested.bootstrap_s3, name)])}. Write one of: ${join(", ", local.nested.bootstrap_s3)}."
  }
}

variable "keep_program" {
  description = "Whether the deployed program stays. bootstrap_zip then need not exist: only mappings and settings change."
  type        = bool
  default     = false
  nullable    = false
}

variable "architecture" {
  description = "Processor of bootstrap_zip: `arm64` or `x86_64`."
  type        = string
  default     = "arm64"
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the roles that Terraform creates."
  type        = string
  default     = null
}

variable "role_path" {
  description = "Path of the roles that Terraform creates."
  type        = string
  default     = "/"
  nullable    = false
}

variable "vpc" {
  description = "Subnets and security groups for functions that must run in a VPC: `{ subnet_ids, security_group_ids }`. They need a route to Databricks and to Secrets Manager. See [A private network](#a-private-network)."
  # An object type would silently drop a misspelt name. modules/pipeline checks the values.
  type    = any
  default = null

  validation {
    condition     = var.vpc == null || (can([for id in var.vpc.subnet_ids : tostring(id)]) && can([for id in var.vpc.security_group_ids : tostring(id)]))
    error_message = "vpc does not list subnets and security groups. Write { subnet_ids = [\"subnet-…\"], security_group_ids = [\"sg-…\"] }."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.vpc), []) : contains(local.nested.vpc, name)])
    error_message = "Unknown: ${join(", ", [for name in try(keys(var.vpc), []) : "vpc.${name}" if !contains(local.nested.vpc, name)])}. Write one of: ${join(", ", local.nested.vpc)}."
  }
}

variable "kms_key_arn" {
  description = "ARN of a customer key for queues, secret, environment and logs. Default: keys that AWS manages."
  type        = string
  default     = null
}

variable "alarm_topic_arn" {
  description = "ARN of an SNS topic that receives the critical alarm of each pipeline, and its return to OK."
  type        = string
  default     = null
}

variable "warning_topic_arn" {
  description = "ARN of an SNS topic that receives the warnings. Default: alarm_topic_arn receives them too."
  type        = string
  default     = null
}

variable "runbook_url" {
  description = "Address of your copy of the [runbook](../docs/how-to/runbook.md). Each alarm names its section in it."
  type        = string
  default     = "docs/how-to/runbook.md"
  nullable    = false
}

variable "create_dashboard" {
  description = "Whether each pipeline gets a CloudWatch dashboard."
  type        = bool
  default     = true
  nullable    = false
}
