# The mapping and its descriptor sets are in layers: a changed mapping publishes a new version of its layer, and the program stays
# unchanged.
#
# There are two layers, because no data source puts text and binary files into one archive: the mapping becomes
# /opt/sqs-ingestor/mappings/…, and the folder of descriptor sets becomes /opt. Both archives are data: the state has no file,
# so a fresh checkout plans nothing. The name of an archive contains the hash of its content, which is what publishes a version.
# With layer_zip there is one layer, which `sqs-ingestor package` has compiled.

locals {
  from_zip = var.layer_zip != null
  zip_info = try(jsondecode(file("${var.layer_zip}.json")), {})

  mapping_name = local.from_zip ? try(basename(local.zip_info.mapping), "") : try(basename(var.mapping_file), "")

  # Read only to find the descriptor and disagreements before anything is deployed; `sqs-ingestor check` is the real compiler.
  mapping_document   = try(yamldecode(file(var.mapping_file)), {})
  mapping_descriptor = try(basename(local.substituted[local.mapping_document.descriptor]), null)
  has_table_list     = can(local.mapping_document.tables)
  table_list         = try([for table in local.mapping_document.tables : table], [])
  mapping_has_tables = local.from_zip || local.has_table_list || can(local.mapping_document.table)
  from_catalog       = local.mapping_descriptor == "unity-catalog"

  # The file of a table, as `sqs-ingestor schema pull` names it: the function reads it if the catalog cannot be reached. As in the
  # function, table_name overrides `table:`, and has no effect on `tables:`.
  mapping_tables = local.has_table_list ? [
    for table in local.table_list : try(local.substituted[table.table], "")
  ] : [var.table_name != null ? var.table_name : try(local.substituted[local.mapping_document.table], "")]
  fallback_names = distinct([
    for table in local.mapping_tables : "${split(".", table)[2]}.binpb"
    if can(regex("^[A-Za-z0-9_]{1,255}(\\.[A-Za-z0-9_]{1,255}){2}$", table))
  ])

  descriptor_name     = coalesce(local.mapping_descriptor, "${replace(local.mapping_name, "/\\.ya?ml$/", "")}.binpb")
  descriptors_default = "${try(dirname(dirname(var.mapping_file)), ".")}/descriptors"
  descriptors_given   = var.descriptor_files != null ? var.descriptor_files : var.descriptor_file != null ? [var.descriptor_file] : null

  descriptor_files = local.from_zip ? [] : local.descriptors_given != null ? local.descriptors_given : (
    local.from_catalog
    ? [for name in local.fallback_names : "${local.descriptors_default}/${name}" if fileexists("${local.descriptors_default}/${name}")]
    : ["${local.descriptors_default}/${local.descriptor_name}"]
  )
  descriptors_folder = try(dirname(local.descriptor_files[0]), local.descriptors_default)

  # A step of the payload can name schemas of Avro, which stand next to the descriptor sets.
  payload_steps = try(flatten([local.mapping_document.payload.decode]), [])
  schema_texts  = flatten([for step in local.payload_steps : try(flatten([step.schema]), [])])
  schema_names  = distinct([for text in local.schema_texts : try(local.substituted[text], text)])

  # The names in a mapping may have variables of the function's environment. They are replaced as the function does it: `$${`
  # stands for `${`, and a value is not read again.
  names_in_mapping = distinct(compact(concat(
    [for key in ["descriptor", "table"] : try(tostring(local.mapping_document[key]), "")],
    [for table in local.table_list : try(tostring(table.table), "")],
    [for text in local.schema_texts : try(tostring(text), "")],
  )))
  substituted = { for text in local.names_in_mapping : text => join("", [
    for part in regexall("[$][$][{]|[$][{][A-Za-z_][A-Za-z0-9_]*[}]|[^$]+|[$]", text) :
    startswith(part, "$$") ? "$${" : !startswith(part, "$${") ? part : lookup(local.variables_of_lambda, trimsuffix(substr(part, 2, -1), "}"), part)
  ]) }
  variables_of_lambda = merge(local.environment, {
    AWS_REGION               = local.region
    AWS_DEFAULT_REGION       = local.region
    AWS_LAMBDA_FUNCTION_NAME = var.name
  })

  descriptor_names = sort(distinct(concat([for path in local.descriptor_files : basename(path)], local.from_zip ? [] : local.schema_names)))

  # What the function computes over the files that it uses, and says in its Ready line, its metrics and $.meta.configSha256: the
  # hash of what `sha256sum` prints for them. Of the sets it uses the one that the mapping names, or with the catalog those of its
  # tables.
  config_descriptors = [
    for name in local.descriptor_names : name
    if contains(local.schema_names, name) || contains(local.from_catalog ? local.fallback_names : [local.descriptor_name], name)
  ]
  config_files = merge(
    { for name in local.config_descriptors : "descriptors/${name}" => "${local.descriptors_folder}/${name}" },
    local.from_zip ? {} : { "mappings/${local.mapping_name}" = var.mapping_file },
  )
  config_sha256 = (
    local.from_zip
    ? try(local.zip_info.config_sha256, "")
    : sha256(join("", [for name in sort(keys(local.config_files)) : "${try(filesha256(local.config_files[name]), "")}  ${name}\n"]))
  )

  layer_hash = local.from_zip ? try(filesha256(var.layer_zip), "") : local.config_sha256

  mapping_hash     = local.from_zip ? local.layer_hash : try(filesha256(var.mapping_file), "")
  descriptors_hash = sha256(jsonencode({ for name in local.descriptor_names : name => try(filesha256("${local.descriptors_folder}/${name}"), "") }))
  archives_folder  = "${path.root}/.terraform/layers"

  # Each of them is a layer of its own in Lambda.
  layers = concat(
    [aws_lambda_layer_version.mapping.arn],
    aws_lambda_layer_version.descriptors[*].arn,
    var.extra_layer_arns,
  )
}

data "archive_file" "mapping" {
  count = local.from_zip ? 0 : 1

  type        = "zip"
  output_path = "${local.archives_folder}/${var.name}-mapping-${substr(local.mapping_hash, 0, 16)}.zip"

  source {
    filename = "sqs-ingestor/mappings/${local.mapping_name}"
    content  = try(file(var.mapping_file), "")
  }
}

data "archive_file" "descriptors" {
  count = length(local.descriptor_names) > 0 ? 1 : 0

  type             = "zip"
  source_dir       = local.descriptors_folder
  excludes         = [for name in try(fileset(local.descriptors_folder, "**"), []) : name if !contains(local.descriptor_names, name)]
  output_path      = "${local.archives_folder}/${var.name}-descriptors-${substr(local.descriptors_hash, 0, 16)}.zip"
  output_file_mode = "0644"

  lifecycle {
    precondition {
      condition     = alltrue([for path in local.descriptor_files : fileexists(path)])
      error_message = "${var.name}: the descriptor set ${join(", ", [for path in local.descriptor_files : path if !fileexists(path)])} does not exist. Make it with `sqs-ingestor schema pull`, or with `protoc --include_imports --descriptor_set_out`, or set descriptor_files to its path."
    }

    precondition {
      condition     = alltrue([for name in local.schema_names : fileexists("${local.descriptors_folder}/${name}")])
      error_message = "${var.name}: the mapping names the schema ${join(", ", [for name in local.schema_names : name if !fileexists("${local.descriptors_folder}/${name}")])}, which is not in ${local.descriptors_folder}. Put it next to the descriptor set."
    }
  }
}

resource "aws_lambda_layer_version" "mapping" {
  layer_name               = var.name
  description              = substr("${local.mapping_name}, ${substr(local.mapping_hash, 0, 16)}", 0, 256)
  filename                 = local.from_zip ? var.layer_zip : data.archive_file.mapping[0].output_path
  source_code_hash         = local.from_zip ? filebase64sha256(var.layer_zip) : null
  compatible_runtimes      = ["provided.al2023"]
  compatible_architectures = [var.architecture]

  # Versions of the function that are kept for a rollback use old versions of the layer. prune.tf deletes them later.
  skip_destroy = true

  lifecycle {
    # The function moves to the new version before the old one goes.
    create_before_destroy = true

    precondition {
      condition     = local.from_zip || local.from_catalog || local.mapping_descriptor == null || contains(local.descriptor_names, coalesce(local.mapping_descriptor, "-"))
      error_message = "${var.name}: ${coalesce(var.mapping_file, "the mapping")} says `descriptor: ${coalesce(local.mapping_descriptor, "?")}`, but descriptor_files are ${join(", ", local.descriptor_names)}. Add the file that the mapping names."
    }

    precondition {
      condition     = var.table_name != null || local.mapping_has_tables
      error_message = "${var.name}: ${coalesce(var.mapping_file, "the mapping")} does not name its table. Set table_name to catalog.schema.table, or name the table in the mapping."
    }

    precondition {
      condition     = length(distinct([for path in local.descriptor_files : dirname(path)])) <= 1
      error_message = "${var.name}: descriptor_files are in several folders: ${join(", ", distinct([for path in local.descriptor_files : dirname(path)]))}. Put them into one, or deploy what `sqs-ingestor package --layer-only` writes with layer_zip."
    }

    precondition {
      condition     = local.from_zip ? var.table_name == null || length(try(local.zip_info.tables, [])) <= 1 : !local.has_table_list || (var.table_name == null && length(local.table_list) > 0)
      error_message = "${var.name}: ${coalesce(var.mapping_file, var.layer_zip, "the mapping")} lists its tables${local.has_table_list && length(local.table_list) == 0 ? ", but none is there: write them below tables:" : ". Leave table_name out, which is for a mapping of one table"}."
    }

    precondition {
      condition     = local.from_zip || !can(regex("/", try(local.substituted[local.mapping_document.descriptor], "")))
      error_message = "${var.name}: ${coalesce(var.mapping_file, "the mapping")} says `descriptor:` with a folder. Write the name of the file only, and its path in descriptor_files."
    }

    precondition {
      condition     = length(local.secret_variables) == 0
      error_message = "${var.name}: the mapping uses ${join(", ", [for name in local.secret_variables : "$${${name}}"])}, a secret by its name. What a mapping says can become a row, so the function refuses it. Remove it from the mapping; if it is not a secret, give it another name."
    }

    precondition {
      condition     = length(local.broken_variables) == 0
      error_message = "${var.name}: the mapping has ${join(", ", local.broken_variables)}, which is not the name of a variable. Write $${NAME} with letters, digits and _, or $$$${ for a literal $${."
    }

    precondition {
      condition     = length(local.missing_variables) == 0
      error_message = "${var.name}: the mapping uses ${join(", ", [for name in local.missing_variables : "$${${name}}"])}, which the function does not have. Write in environment_variables: ${join(", ", [for name in local.missing_variables : "${name} = \"…\""])}."
    }
  }
}

resource "aws_lambda_layer_version" "descriptors" {
  count = length(local.descriptor_names) > 0 ? 1 : 0

  layer_name               = "${var.name}-descriptors"
  description              = substr("${join(", ", local.descriptor_names)}, ${substr(local.descriptors_hash, 0, 16)}", 0, 256)
  filename                 = data.archive_file.descriptors[0].output_path
  compatible_runtimes      = ["provided.al2023"]
  compatible_architectures = [var.architecture]
  skip_destroy             = true

  lifecycle {
    create_before_destroy = true
  }
}
