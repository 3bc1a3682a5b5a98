CREATE TABLE main.sales.orders (
  row_key STRING NOT NULL,
  order_id STRING NOT NULL,
  status VARCHAR(16),
  placed_at TIMESTAMP,
  placed_date DATE,
  total DECIMAL(18,2),
  currency CHAR(3),
  customer STRUCT<id: BIGINT, email: STRING>,
  tags ARRAY<STRING>,
  discounts ARRAY<STRUCT<code: STRING, pct: DECIMAL(9,6)>>,
  labels MAP<STRING, STRING>,
  is_gift BOOLEAN,
  source STRING,
  raw_order VARIANT,
  _rescued VARIANT,
  legacy_flag TINYINT
);

CREATE TABLE main.sales.order_events (
  type STRING,
  order STRUCT<id: STRING, status: STRING, total: STRING, placed_at: STRING>
);
