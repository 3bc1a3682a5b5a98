# The mapping and its descriptor set are in a layer: a changed mapping publishes a new version of the layer, and the program
# stays unchanged.
#
# Files are staged first, because the archive provider takes binary files only from a folder. The names of folder and
# archive contain the hash of their content. So their names are known in a plan, change exactly when the content changes, and are the same on
# every machine; a fresh checkout stages the files again and publishes nothing.

locals {
  mapping_name = basename(var.mapping_file)

  # Read only to find the descriptor and disagreements before anything is deployed; `sqs-ingestor check` is the real compiler.
  mapping_document   = try(yamldecode(file(var.mapping_file)), {})
  mapping_descriptor = try(basename(local.mapping_document.descriptor), null)
  mapping_has_tables = can(local.mapping_document.tables) || can(local.mapping_document.table)

  descriptor_name    = coalesce(local.mapping_descriptor, "${replace(local.mapping_name, "/\\.ya?ml$/", "")}.binpb")
  descriptor_default = "${dirname(dirname(var.mapping_file))}/descriptors/${local.descriptor_name}"
  descriptor_file    = coalesce(var.descriptor_file, local.descriptor_default)

  # A step of the payload can name schemas of Avro, which stand next to the descriptor set.
  payload_steps  = try(flatten([local.mapping_document.payload.decode]), [])
  schema_names   = distinct(flatten([for step in local.payload_steps : try(flatten([step.schema]), [])]))
  schemas_folder = dirname(local.descriptor_file)

  layer_files = merge(
    {
      "sqs-ingestor/mappings/${local.mapping_name}"                 = filebase64(var.mapping_file)
      "sqs-ingestor/descriptors/${basename(local.descriptor_file)}" = filebase64(local.descriptor_file)
    },
    { for name in local.schema_names : "sqs-ingestor/descriptors/${name}" => filebase64("${local.schemas_folder}/${name}") },
  )

  layer_hash   = sha256(jsonencode(local.layer_files))
  layer_folder = "${path.root}/.terraform/layers/${var.name}-${substr(local.layer_hash, 0, 16)}"
}

resource "local_file" "layer" {
  for_each = local.layer_files

  filename        = "${local.layer_folder}/${each.key}"
  content_base64  = each.value
  file_permission = "0644"
}

data "archive_file" "layer" {
  type             = "zip"
  source_dir       = local.layer_folder
  output_path      = "${local.layer_folder}.zip"
  output_file_mode = "0644"

  depends_on = [local_file.layer]
}

resource "aws_lambda_layer_version" "mapping" {
  layer_name               = var.name
  description              = "${local.mapping_name} and ${basename(local.descriptor_file)}, ${substr(local.layer_hash, 0, 16)}"
  filename                 = data.archive_file.layer.output_path
  compatible_runtimes      = ["provided.al2023"]
  compatible_architectures = [var.architecture]

  lifecycle {
    # The function moves to the new version before the old one goes.
    create_before_destroy = true

    precondition {
      condition     = local.mapping_descriptor == null || local.mapping_descriptor == basename(local.descriptor_file)
      error_message = "${var.name}: ${var.mapping_file} says `descriptor: ${coalesce(local.mapping_descriptor, "?")}`, but descriptor_file is ${basename(local.descriptor_file)}. Set descriptor_file to the file that the mapping names."
    }

    precondition {
      condition     = var.table_name != null || local.mapping_has_tables
      error_message = "${var.name}: ${var.mapping_file} does not name its table. Set table_name to catalog.schema.table, or name the table in the mapping."
    }
  }
}
