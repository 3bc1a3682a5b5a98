CREATE TABLE IF NOT EXISTS main.raw.log_events (
  event_id STRING NOT NULL,
  logged_at TIMESTAMP NOT NULL,
  log_group STRING,
  log_stream STRING,
  account STRING,
  message STRING
);
