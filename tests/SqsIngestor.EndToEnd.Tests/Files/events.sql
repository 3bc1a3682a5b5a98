CREATE TABLE main.raw.events (
  id BIGINT NOT NULL,
  placed TIMESTAMP,
  total DECIMAL(9,2),
  detail STRUCT<seen: DATE, note: STRING>,
  lines ARRAY<STRUCT<placed: TIMESTAMP, sku: STRING>>
)
