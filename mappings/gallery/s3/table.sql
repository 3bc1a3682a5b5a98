CREATE TABLE IF NOT EXISTS main.raw.s3_objects (
  event_name STRING NOT NULL,
  event_at TIMESTAMP NOT NULL,
  bucket STRING NOT NULL,
  object_key STRING NOT NULL,
  size BIGINT,
  e_tag STRING,
  version_id STRING,
  sequencer STRING,
  region STRING,
  principal_id STRING
);
