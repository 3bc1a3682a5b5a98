CREATE TABLE IF NOT EXISTS main.raw.order_changes (
  event_id STRING NOT NULL,
  event_name STRING NOT NULL,
  changed_at TIMESTAMP,
  sequence_number STRING,
  source_table STRING,
  order_id STRING NOT NULL,
  total DECIMAL(38,10),
  paid BOOLEAN,
  tags ARRAY<STRING>,
  labels MAP<STRING, STRING>,
  new_image VARIANT,
  old_image VARIANT
);
