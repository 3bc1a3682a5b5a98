CREATE TABLE IF NOT EXISTS main.raw.orders (
  order_id STRING NOT NULL,
  placed_at TIMESTAMP,
  total DECIMAL(18,4),
  customer STRUCT<id: BIGINT, email: STRING>,
  lines ARRAY<STRUCT<sku: STRING, quantity: BIGINT>>,
  _rescued VARIANT
);
