CREATE TABLE IF NOT EXISTS main.raw.stream_records (
  event_id STRING,
  sequence_number STRING NOT NULL,
  partition_key STRING,
  arrived_at TIMESTAMP,
  source_stream STRING,
  order_id STRING,
  status STRING,
  data VARIANT
);
