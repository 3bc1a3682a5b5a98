CREATE TABLE IF NOT EXISTS main.raw.events (
  event_id STRING NOT NULL,
  source STRING NOT NULL,
  detail_type STRING NOT NULL,
  event_at TIMESTAMP,
  account STRING,
  region STRING,
  resources ARRAY<STRING>,
  detail VARIANT
);
