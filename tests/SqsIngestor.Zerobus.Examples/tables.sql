CREATE TABLE main.sales.orders (
  order_id STRING NOT NULL,
  amount BIGINT
);

CREATE TABLE main.web.events (
  event_id STRING NOT NULL,
  path STRING
);
