CREATE TABLE quarantine (
  message_id STRING COMMENT 'System-assigned id of the message.',
  queue_arn STRING,
  receive_count INT COMMENT 'How often SQS had delivered the message.',
  table_name STRING COMMENT 'The table whose row could not be built; NULL when no table was reached.',
  code STRING COMMENT 'The record error, for example number_range.',
  column_name STRING COMMENT 'The column at fault, with dots into nested fields.',
  pointer STRING COMMENT 'JSON pointer to the value in the source document.',
  body STRING COMMENT 'The body, cut to quarantine.max_body.',
  body_truncated BOOLEAN,
  quarantined_at TIMESTAMP
)
COMMENT 'Messages that could not become rows.'
;
