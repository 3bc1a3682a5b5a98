using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;

namespace SqsIngestor.Tests.Shared;

internal static class SampleTables
{
    public static readonly string MessagesSql =
        File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql"))
            .Replace("TABLE sqs_messages", "TABLE main.raw.sqs_messages", StringComparison.Ordinal);

    public static readonly TableName Messages = new("main", "raw", "sqs_messages");

    public static CatalogTable Table(string columns) =>
        CreateTableStatement.Parse($"CREATE TABLE main.test.t ({columns})").ToTable();
}
