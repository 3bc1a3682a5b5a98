using CsCheck;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Tests.Shared;

// Words that are wrong on purpose: cspell:ignore bignit coment shedule
namespace SqsIngestor.Catalog.Tests.Sql;

public sealed class CreateTableTests
{
    [Fact]
    public void Parse_MessagesTable_IsReadWhole()
    {
        var statement = CreateTableStatement.Parse(SampleTables.MessagesSql);
        var table = statement.ToTable();

        Assert.True(statement.OrReplace);
        Assert.False(statement.IfNotExists);
        Assert.Equal("main.raw.sqs_messages", table.Name.ToString());
        Assert.Equal(11, table.Columns.Count);
        Assert.Equal("Handle of this receipt; it can't identify the message later.", table.Columns[1].Comment);
        Assert.Equal(
            "MAP<STRING, STRUCT<string_value: STRING, binary_value: BINARY, string_list_values: ARRAY<STRING>, " +
                "binary_list_values: ARRAY<BINARY>, data_type: STRING>>",
            table.Columns[6].Type.ToString());
        Assert.Equal("Messages ingested from SQS.", table.Comment);
        Assert.Equal("false", table.Properties["delta.enableRowTracking"]);
        Assert.Equal(Enumerable.Range(0, 11), table.Columns.Select(column => column.Position));
        Assert.All(table.Columns, column => Assert.True(column.Nullable));
    }

    [Theory]
    [InlineData("t", "cat.sch.t")]
    [InlineData("s.t", "cat.s.t")]
    [InlineData("c.s.t", "c.s.t")]
    [InlineData("`c-1`.s.`t``x`", "c-1.s.t`x")]
    public void ToTable_NameOfOneToThreeParts_DefaultsFillIn(string name, string expected) =>
        Assert.Equal(
            expected,
            CreateTableStatement.Parse($"create table if not exists {name} (a int)").ToTable("cat", "sch").Name.ToString());

    [Fact]
    public void Parse_EveryClause_IsUnderstood()
    {
        var statement = CreateTableStatement.Parse("""
            -- a comment
            CREATE TABLE t ( /* nested /* comment */ */
              id BIGINT NOT NULL COMMENT "key" PRIMARY KEY,
              `select` STRING COMMENT 'a' NOT NULL,
              CONSTRAINT pk PRIMARY KEY (id TIMESERIES, `select`) RELY,
              name VARCHAR(3)
            )
            USING delta
            PARTITIONED BY (id)
            CLUSTER BY (id, name.first)
            LOCATION 's3://bucket/path'
            COMMENT 'two ''quotes'' \u00e9 \U0001F642 \101 \% \n'
            TBLPROPERTIES ('a' = 'b', c.d 5, e = TRUE, f = -1.5);
            """);

        Assert.Equal(["id", "select", "name"], statement.Columns.Select(column => column.Name));
        Assert.Equal([false, false, true], statement.Columns.Select(column => column.Nullable));
        Assert.Equal("key", statement.Columns[0].Comment);
        Assert.Equal("two 'quotes' é 🙂 A \\% \n", statement.Comment);
        Assert.Equal("DELTA", statement.Format);
        Assert.Equal("EXTERNAL", statement.ToTable().TableType);
        Assert.Equal(
            new Dictionary<string, string> { ["a"] = "b", ["c.d"] = "5", ["e"] = "true", ["f"] = "-1.5" }, statement.Properties);
    }

    [Theory]
    [InlineData("", "1:1: sql_unexpected_text: found the end of the text, expected CREATE.")]
    [InlineData("SELECT 1", "1:1: sql_unexpected_text: found 'SELECT', expected CREATE.")]
    [InlineData("CREATE VIEW v", "1:8: sql_unexpected_text: found 'VIEW', expected TABLE.")]
    [InlineData("CREATE TABLE a.b.c.d (x int)", "1:20: sql_unexpected_text: found 'd', expected a name of at most three parts")]
    [InlineData("CREATE TABLE t", "1:15: sql_unexpected_text: found the end of the text, expected '.' or '(' and the columns.")]
    [InlineData("CREATE TABLE t ()", "1:17: sql_unexpected_text: found ')', expected the name of a column.")]
    [InlineData("CREATE TABLE t (a int,)", "1:23: sql_unexpected_text: found ')', expected the name of a column.")]
    [InlineData(
        "CREATE TABLE t (\n  a int\n  b int)", "3:3: sql_unexpected_text: found 'b', expected ',' or ')' after the column.")]
    [InlineData("CREATE TABLE t (a int, A int)", "1:24: sql_duplicate_name: found 'A'")]
    [InlineData("CREATE TABLE t (a int DEFAULT)", "1:30: sql_unexpected_text: found ')', expected an expression.")]
    [InlineData("CREATE TABLE t (a int GENERATED AS (1))", "1:33: sql_unexpected_text: found 'AS', expected ALWAYS AS or BY")]
    [InlineData("CREATE TABLE t (a BIGNIT)", "1:19: sql_unknown_type: found 'BIGNIT', expected a Delta type")]
    [InlineData(
        "CREATE TABLE t (a int COMMENT 'x)", "1:31: sql_unclosed_text: found a string that is not closed, expected a closing '.")]
    [InlineData("CREATE TABLE t (a int) /* x", "1:24: sql_unclosed_text: found a comment that is not closed, expected */.")]
    [InlineData("CREATE TABLE t (a int) COMMENT '\\u12'", "1:33: sql_bad_escape")]
    [InlineData("CREATE TABLE t (a int) COMENT 'x'", "1:24: sql_unexpected_text: found 'COMENT', expected USING, COMMENT")]
    [InlineData("CREATE TABLE t AS SELECT 1", "1:16: sql_unsupported_clause: found 'AS', expected the columns in parentheses")]
    [InlineData("CREATE TABLE t DEFAULT COLLATION x AS SELECT 1", "1:16: sql_unsupported_clause: found 'DEFAULT'")]
    [InlineData(
        "CREATE TABLE t (a int) SHEDULE EVERY 1 HOUR",
        "1:24: sql_unexpected_text: found 'SHEDULE', expected USING, COMMENT, TBLPROPERTIES, OPTIONS, PARTITIONED BY, "
            + "CLUSTER BY, CLUSTERED BY, LOCATION, STORED AS, ROW FORMAT, DEFAULT COLLATION, WITH ROW FILTER, ROW FILTER, "
            + "WITH TAGS, TAGS, SCHEDULE, TRIGGER, AS, SELECT or the end of the statement; did you mean 'SCHEDULE'?")]
    [InlineData("CREATE TABLE t LIKE u", "1:16: sql_unsupported_clause: found 'LIKE', expected the columns in parentheses")]
    [InlineData(
        "CREATE TABLE t (a int); CREATE TABLE u (a int)",
        "1:25: sql_unexpected_text: found 'CREATE', expected the end of the text after one statement.")]
    [InlineData("CREATE TABLE t (a int) TBLPROPERTIES (a = 1, a = 2)", "1:46: sql_duplicate_name")]
    [InlineData(
        "CREATE TABLE t (CONSTRAINT x UNIQUE (a))",
        "1:30: sql_unexpected_text: found 'UNIQUE', expected PRIMARY KEY, FOREIGN KEY or CHECK.")]
    public void Parse_Fault_SaysWhereWhatAndWhatElse(string sql, string message)
    {
        var failure = Assert.Throws<SqlSyntaxException>(() => CreateTableStatement.Parse(sql));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_TwoStatements_GivesBoth() =>
        Assert.Equal(
            ["t", "u"],
            CreateTableStatement.ParseAll(";CREATE TABLE t (a int);; CREATE TABLE u (a int);")
            .Select(statement => statement.NameParts[0]));

    [Fact]
    public void Parse_ColumnsWrittenAsSql_AreTheSameColumns() => CatalogGen.AnyTable.Sample(table =>
    {
        var columns = table.Columns.Select(column =>
            $"{SqlText.Name(column.Name)} {column.Type}{(column.Nullable ? "" : " NOT NULL")}" +
                (column.Comment is null ? "" : $" COMMENT {SqlText.Literal(column.Comment)}"));
        var parsed = CreateTableStatement.Parse($"CREATE TABLE main.test.t ({string.Join(", ", columns)})").ToTable();
        Assert.Equal<Column>(table.Columns, parsed.Columns);
    });

    [Fact]
    public void Parse_AnyText_IsAStatementOrASyntaxError()
    {
        var pieces = Gen.OneOf(
            "CREATE", "TABLE", "t", "(", ")", "a", "INT", ",", "NOT NULL", "COMMENT", "'x'", "'", "TBLPROPERTIES", "=", "USING",
            "CONSTRAINT", "PRIMARY KEY", ".", ";", "`", "/*", "<", ">", "STRUCT", "5", "-");
        pieces.Array[0, 20].Select(parts => string.Join(' ', ["CREATE TABLE t (a INT", .. parts])).Sample(text =>
            Assert.True(Record.Exception(() => CreateTableStatement.ParseAll(text)) is null or SqlSyntaxException));
    }
}
