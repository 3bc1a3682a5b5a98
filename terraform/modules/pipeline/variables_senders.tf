# Who may send. An object type would silently drop a misspelt name, so types and names are checked here.

variable "senders" {
  description = "Who may send to the queue, besides the roles of its own account: `{ sns_topics, event_rules, buckets, principals }` with ARNs, `accounts` with numbers, and the switches `subscribe_sns_topics`, `raw_delivery`, `target_event_rules` and `notify_buckets`, which also make the subscriptions, targets and notifications."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.senders) : contains(["sns_topics", "event_rules", "buckets", "accounts", "principals", "subscribe_sns_topics", "raw_delivery", "target_event_rules", "notify_buckets"], name)])
    error_message = "${var.name}: senders does not know ${join(", ", setsubtract(keys(var.senders), ["sns_topics", "event_rules", "buckets", "accounts", "principals", "subscribe_sns_topics", "raw_delivery", "target_event_rules", "notify_buckets"]))}. Write sns_topics, event_rules, buckets, accounts, principals, subscribe_sns_topics, raw_delivery, target_event_rules or notify_buckets."
  }

  validation {
    condition     = alltrue([for name in ["sns_topics", "event_rules", "buckets", "accounts", "principals"] : can([for entry in coalesce(lookup(var.senders, name, null), []) : tostring(entry)])])
    error_message = "${var.name}: sns_topics, event_rules, buckets, accounts and principals of senders are lists of texts. Write for example sns_topics = [\"arn:aws:sns:…\"]."
  }

  validation {
    condition     = alltrue([for name in ["subscribe_sns_topics", "raw_delivery", "target_event_rules", "notify_buckets"] : can(tobool(lookup(var.senders, name, null)))])
    error_message = "${var.name}: subscribe_sns_topics, raw_delivery, target_event_rules and notify_buckets of senders are switches. Write true or false."
  }

  validation {
    condition     = alltrue([for arn in try([for entry in var.senders.sns_topics : entry], []) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$", arn))])
    error_message = "${var.name}: an entry of senders.sns_topics is not the ARN of a topic. Write arn:aws:sns:<region>:<account>:<topic>."
  }

  validation {
    condition     = alltrue([for arn in try([for entry in var.senders.event_rules : entry], []) : can(regex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:rule/.+$", arn))])
    error_message = "${var.name}: an entry of senders.event_rules is not the ARN of a rule. Write arn:aws:events:<region>:<account>:rule/<rule>, or rule/<bus>/<rule>."
  }

  validation {
    condition     = alltrue([for arn in try([for entry in var.senders.buckets : entry], []) : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", arn))])
    error_message = "${var.name}: an entry of senders.buckets is not the ARN of a bucket. Write arn:aws:s3:::<bucket>."
  }

  validation {
    condition     = alltrue([for account in try([for entry in var.senders.accounts : entry], []) : can(regex("^[0-9]{12}$", account))])
    error_message = "${var.name}: an entry of senders.accounts is not the number of an account. Write 12 digits in quotes."
  }

  validation {
    condition     = alltrue([for arn in try([for entry in var.senders.principals : entry], []) : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:.+$", arn))])
    error_message = "${var.name}: an entry of senders.principals is not the ARN of a role or a user. Write arn:aws:iam::<account>:role/<role>; for a whole account use accounts."
  }

  validation {
    condition     = !var.fifo || alltrue([for arn in try([for entry in var.senders.sns_topics : entry], []) : endswith(arn, ".fifo")])
    error_message = "${var.name}: fifo is true, and senders.sns_topics has a standard topic. A standard topic cannot send to a FIFO queue: set fifo to false, or write the ARN of a FIFO topic, which ends in .fifo."
  }

  validation {
    condition     = !var.fifo || try(length(var.senders.buckets), 0) == 0
    error_message = "${var.name}: fifo is true, and senders.buckets is set. S3 cannot notify a FIFO queue: set fifo to false, or send the notifications through EventBridge (event_rules)."
  }

  validation {
    condition     = !var.fifo || try(length(var.senders.event_rules), 0) == 0 || var.content_based_deduplication
    error_message = "${var.name}: fifo is true, and senders.event_rules is set. EventBridge sends no deduplication id: set content_based_deduplication = true."
  }

  validation {
    condition = var.existing_queue_arn == null || alltrue([
      for name in ["sns_topics", "event_rules", "buckets", "accounts", "principals"] : try(length(var.senders[name]), 0) == 0
    ])
    error_message = "${var.name}: both existing_queue_arn and senders are set. The owner of the queue writes its policy: leave senders out."
  }

  validation {
    condition = (
      (!try(coalesce(tobool(var.senders.subscribe_sns_topics), false), false) || try(length(var.senders.sns_topics), 0) > 0)
      && (!try(coalesce(tobool(var.senders.target_event_rules), false), false) || try(length(var.senders.event_rules), 0) > 0)
      && (!try(coalesce(tobool(var.senders.notify_buckets), false), false) || try(length(var.senders.buckets), 0) > 0)
      && (!try(coalesce(tobool(var.senders.raw_delivery), false), false) || try(coalesce(tobool(var.senders.subscribe_sns_topics), false), false))
    )
    error_message = "${var.name}: a switch of senders has nothing to do. subscribe_sns_topics needs sns_topics, target_event_rules event_rules, notify_buckets buckets, and raw_delivery subscribe_sns_topics. Add them, or leave the switch out."
  }
}

variable "extra_queue_statements" {
  description = "Further statements of the queue's policy, as in its JSON, for what senders cannot say: `{ Effect = \"Allow\", Principal = …, Action = […], Condition = {…} }`. Their Resource is the queue."
  type        = any
  default     = []
  nullable    = false

  validation {
    condition     = can([for statement in var.extra_queue_statements : statement.Effect]) && alltrue([for statement in try([for entry in var.extra_queue_statements : entry], []) : can(regex("^(Allow|Deny)$", statement.Effect)) && (can(statement.Action) || can(statement.NotAction)) && (can(statement.Principal) || can(statement.NotPrincipal)) && !can(statement.Resource)])
    error_message = "${var.name}: extra_queue_statements is not a list of statements. Write each as { Effect = \"Allow\", Principal = { AWS = \"*\" }, Action = [\"sqs:SendMessage\"], Condition = {…} }, without a Resource: it is the queue."
  }

  validation {
    condition     = alltrue(flatten([for statement in try([for entry in var.extra_queue_statements : entry], []) : [for name in try(keys(statement), []) : contains(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Condition", "Resource"], name)]]))
    error_message = "${var.name}: a statement of extra_queue_statements has a name that a queue's policy does not know. Write Sid, Effect, Principal, NotPrincipal, Action, NotAction and Condition, spelt like this."
  }

  validation {
    condition     = alltrue([for statement in try([for entry in var.extra_queue_statements : entry], []) : try(statement.Effect, "") != "Allow" || (!can(statement.NotPrincipal) && !can(statement.NotAction) && (try(length(statement.Condition), 0) > 0 || !contains(flatten([try(statement.Principal.AWS, statement.Principal, "")]), "*")))])
    error_message = "${var.name}: a statement of extra_queue_statements lets everybody into the queue. Write a Principal other than \"*\", or a Condition such as { StringEquals = { \"aws:PrincipalOrgID\" = [\"o-…\"] } }; and Principal and Action instead of NotPrincipal and NotAction."
  }

  validation {
    condition     = alltrue([for statement in try([for entry in var.extra_queue_statements : entry], []) : alltrue([for principal in flatten([try(statement.Principal.AWS, [])]) : try(principal == "*" || !strcontains(principal, "*"), true)])])
    error_message = "${var.name}: a Principal of extra_queue_statements is an ARN with *, which SQS refuses. Write the whole ARN, or { AWS = \"*\" } with Condition = { ArnLike = { \"aws:PrincipalArn\" = [\"…\"] } }."
  }

  validation {
    condition     = length(distinct([for statement in try([for entry in var.extra_queue_statements : entry if can(entry.Sid)], []) : statement.Sid])) == length(try([for entry in var.extra_queue_statements : entry if can(entry.Sid)], [])) && alltrue([for statement in try([for entry in var.extra_queue_statements : entry if can(entry.Sid)], []) : !contains(["DenyWithoutTls", "DenyDeletion", "AllowTopics", "AllowEventRules", "AllowBuckets", "AllowPrincipals"], statement.Sid)])
    error_message = "${var.name}: two statements of the queue's policy have the same Sid. Write another Sid in extra_queue_statements, or none; the module uses DenyWithoutTls, DenyDeletion, AllowTopics, AllowEventRules, AllowBuckets and AllowPrincipals."
  }

  validation {
    condition     = var.existing_queue_arn == null || try(length(var.extra_queue_statements), 0) == 0
    error_message = "${var.name}: both existing_queue_arn and extra_queue_statements are set. The owner of the queue writes its policy: leave extra_queue_statements out."
  }
}
