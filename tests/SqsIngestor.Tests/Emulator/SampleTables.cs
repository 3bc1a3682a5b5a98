using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;

namespace SqsIngestor.Tests.Emulator;

internal static class SampleTables
{
    public const string MessagesSql = """
        CREATE OR REPLACE TABLE main.raw.sqs_messages (
          message_id STRING COMMENT 'System-assigned id of the message.',
          receipt_handle STRING COMMENT 'Handle of this receipt; it can\'t identify the message later.',
          body STRING COMMENT 'The body as sent, 1 character to 1 MiB.',
          md5_of_body STRING,
          md5_of_message_attributes STRING,
          attributes MAP<STRING, STRING> COMMENT 'System attributes.',
          message_attributes MAP<STRING, STRUCT<
            string_value: STRING,
            binary_value: BINARY,
            string_list_values: ARRAY<STRING>,
            binary_list_values: ARRAY<BINARY>,
            data_type: STRING
          >> COMMENT 'Attributes given by the sender.',
          queue_arn STRING,
          aws_region STRING,
          ingested_at TIMESTAMP,
          ingested_date DATE
        )
        TBLPROPERTIES (delta.enableRowTracking = false)
        COMMENT 'Messages ingested from SQS.'
        ;
        """;

    public static readonly TableName Messages = new("main", "raw", "sqs_messages");

    public static CatalogTable Table(string columns) => CreateTableStatement.Parse($"CREATE TABLE main.test.t ({columns})").ToTable();
}
