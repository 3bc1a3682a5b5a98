CREATE TABLE IF NOT EXISTS main.raw.notifications (
  message_id STRING NOT NULL,
  topic_arn STRING,
  subject STRING,
  published_at TIMESTAMP,
  attributes MAP<STRING, STRING>,
  alert_id STRING,
  severity STRING,
  content VARIANT
);
