CREATE TABLE IF NOT EXISTS main.raw.cloud_events (
  event_id STRING NOT NULL,
  source STRING NOT NULL,
  type STRING NOT NULL,
  subject STRING,
  event_at TIMESTAMP,
  data_content_type STRING,
  data_schema STRING,
  data VARIANT,
  data_bytes BINARY,
  extensions VARIANT
);
