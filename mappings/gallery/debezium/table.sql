CREATE TABLE IF NOT EXISTS main.raw.order_changes (
  operation STRING NOT NULL,
  is_deleted BOOLEAN NOT NULL,
  order_id BIGINT NOT NULL,
  status STRING,
  total DECIMAL(18,2),
  placed_on DATE,
  updated_at TIMESTAMP,
  source_table STRING,
  committed_at TIMESTAMP,
  position BIGINT,
  before VARIANT,
  after VARIANT
);
