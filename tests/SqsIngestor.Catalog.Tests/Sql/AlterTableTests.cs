using SqsIngestor.Catalog.Sql;

// Words that are wrong on purpose, and a column: cspell:ignore rssi shema
namespace SqsIngestor.Catalog.Tests.Sql;

public sealed class AlterTableTests
{
    [Theory]
    [InlineData("ADD COLUMN c STRING COMMENT 'x'", "a INT NOT NULL, b STRING, c STRING COMMENT 'x'")]
    [InlineData(
        "ADD COLUMNS (c DATE DEFAULT now() FIRST, d INT AFTER a)", "c DATE DEFAULT now(), a INT NOT NULL, d INT, b STRING")]
    [InlineData("ADD (c INT, d STRING)", "a INT NOT NULL, b STRING, c INT, d STRING")]
    [InlineData("ADD c INT", "a INT NOT NULL, b STRING, c INT")]
    [InlineData("DROP COLUMN b", "a INT NOT NULL")]
    [InlineData("DROP COLUMNS IF EXISTS (b, z)", "a INT NOT NULL")]
    [InlineData("RENAME COLUMN b TO `b c`", "a INT NOT NULL, `b c` STRING")]
    [InlineData("ALTER COLUMN a DROP NOT NULL, b SET NOT NULL", "a INT, b STRING NOT NULL")]
    [InlineData("ALTER COLUMN a TYPE BIGINT", "a BIGINT NOT NULL, b STRING")]
    [InlineData("ALTER COLUMN b COMMENT 'x'", "a INT NOT NULL, b STRING COMMENT 'x'")]
    [InlineData("ALTER COLUMN b SET DEFAULT 'x'", "a INT NOT NULL, b STRING DEFAULT 'x'")]
    [InlineData("ALTER COLUMN b FIRST", "b STRING, a INT NOT NULL")]
    [InlineData("ALTER COLUMN a AFTER b", "b STRING, a INT NOT NULL")]
    [InlineData("ALTER b SET MASK f", "a INT NOT NULL, b STRING")]
    [InlineData("ALTER COLUMN a SET MASK f USING COLUMNS (b, 'x'), b SET TAGS ('p' = 'q')", "a INT NOT NULL, b STRING")]
    [InlineData("ALTER COLUMN a SET DATA TYPE BIGINT", "a BIGINT NOT NULL, b STRING")]
    [InlineData("CHANGE COLUMN a c BIGINT COMMENT 'x' AFTER b", "b STRING, c BIGINT NOT NULL COMMENT 'x'")]
    [InlineData("CHANGE b b VARCHAR(9)", "a INT NOT NULL, b VARCHAR(9)")]
    [InlineData("CHANGE COLUMN b COMMENT 'x'", "a INT NOT NULL, b STRING COMMENT 'x'")]
    [InlineData("ADD COLUMNS (IF NOT EXISTS b INT, c INT)", "a INT NOT NULL, b STRING, c INT")]
    [InlineData("CLUSTER BY (a)", "a INT NOT NULL, b STRING")]
    [InlineData("DROP PRIMARY KEY IF EXISTS CASCADE", "a INT NOT NULL, b STRING")]
    [InlineData("ADD CONSTRAINT pk PRIMARY KEY (b)", "a INT NOT NULL, b STRING NOT NULL")]
    [InlineData("SET ROW FILTER f ON (a)", "a INT NOT NULL, b STRING")]
    [InlineData("OWNER TO `x`", "a INT NOT NULL, b STRING")]
    [InlineData("REPLACE COLUMNS (z INT)", "z INT")]
    public void ParseAll_AlterTable_ChangesTheTableBefore(string action, string columns)
    {
        var sql = $"CREATE TABLE c.s.t (a INT NOT NULL, b STRING); ALTER TABLE C.s.T {action}; ALTER TABLE other DROP COLUMN q";

        var table = Assert.Single(CreateTableStatement.ParseAll(sql)).ToTable();

        Assert.Equal(columns, string.Join(", ", table.Columns.Select(CreateTableText.Column)));
        Assert.Equal(Enumerable.Range(0, table.Columns.Count), table.Columns.Select(column => column.Position));
    }

    [Theory]
    [InlineData("FLIP COLUMN a", "1:46: sql_unsupported_clause: found 'FLIP', expected a change that this program knows")]
    [InlineData("SET SORT ORDER a", "1:46: sql_unsupported_clause: found 'SET'")]
    [InlineData("DROP (a)", "1:46: sql_unsupported_clause: found 'DROP'")]
    [InlineData("ADD INDEX i (a)", "1:46: sql_unsupported_clause: found 'ADD'")]
    [InlineData("ALTER COLUMN a SET STORAGE plain", "1:61: sql_unsupported_clause: found 'SET'")]
    [InlineData("CHANGE COLUMN a", "1:61: sql_unsupported_clause: found the end of the text")]
    [InlineData("ADD COLUMN c INT, d INT ON CLUSTER x",
        "1:70: sql_unexpected_text: found 'ON', expected the end of the statement.")]
    [InlineData("RENAME COLUMN b TO A", "1:65: sql_duplicate_name: found 'A', expected a name that no other column has.")]
    [InlineData("CHANGE COLUMN b A INT", "1:62: sql_duplicate_name: found 'A'")]
    [InlineData("ADD CONSTRAINT k PRIMARY KEY (aa)", "1:76: sql_unexpected_text: found 'aa', expected a column of the table")]
    [InlineData("ALTER COLUMN s.x TYPE BIGINT", "1:59: sql_unsupported_clause: found 's', expected a whole column")]
    public void ParseAll_AlterTableThatIsNotKnown_IsAProblem(string action, string message)
    {
        var sql = $"CREATE TABLE t (a INT, b INT); ALTER TABLE t {action}";

        var failure = Assert.Throws<SqlSyntaxException>(() => CreateTableStatement.ParseAll(sql));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_AlterTable_RenamesAndSetsProperties()
    {
        var table = Assert.Single(CreateTableStatement.ParseAll("""
            CREATE TABLE c.s.t (a INT) TBLPROPERTIES (x = 1, y = 2);
            ALTER TABLE c.s.t ADD CONSTRAINT k CHECK (a > 0);
            ALTER TABLE c.s.t DROP CONSTRAINT IF EXISTS k;
            ALTER TABLE c.s.t SET TBLPROPERTIES ('x' = 'z');
            ALTER TABLE c.s.t UNSET TBLPROPERTIES IF EXISTS (y);
            ALTER TABLE c.s.t SET TBLPROPERTIES (delta.feature.catalogManaged = 'supported');
            ALTER TABLE c.s.t DROP FEATURE catalogManaged TRUNCATE HISTORY;
            ALTER TABLE c.s.t RENAME TO u;
            """)).ToTable();

        Assert.Equal("c.s.u", table.Name.ToString());
        Assert.Equal(new Dictionary<string, string> { ["x"] = "z" }, table.Properties);
    }

    [Theory]
    [InlineData("COMMENT ON COLUMN main.s.t.a IS 'dBm'", "dBm")]
    [InlineData("USE main.s; COMMENT ON COLUMN t.A IS 'dBm';", "dBm")]
    [InlineData("USE CATALOG main; COMMENT ON COLUMN `s`.`t`.`a` IS \"dBm\"", "dBm")]
    [InlineData("COMMENT ON COLUMN main.s.t.a IS NULL", null)]
    [InlineData("COMMENT ON COLUMN main.s.other.a IS 'x'", "old")]
    [InlineData("COMMENT ON TABLE main.s.other IS 'x'", "old")]
    [InlineData("COMMENT ON SCHEMA main.s IS 'x'", "old")]
    public void ParseAll_CommentOnColumn_IsThatOfTheColumn(string statement, string? comment)
    {
        var tables = CreateTableStatement.ParseAll($"CREATE TABLE main.s.t (a INT COMMENT 'old', b INT); {statement}");

        Assert.Equal(comment, tables[0].Columns[0].Comment);
        Assert.Null(tables[0].Columns[1].Comment);
    }

    [Theory]
    [InlineData("COMMENT ON COLUMN main.s.t.rsi IS 'x'", "found 'rsi', expected a column of the table; did you mean 'rssi'?")]
    [InlineData("COMMENT ON COLUMN main.s.t.rssi 'x'", "expected IS")]
    [InlineData("COMMENT ON COLUMN main.s.t.rssi IS x", "the comment in quotes, or NULL")]
    [InlineData("COMMENT ON COLUMN rssi IS 'x'", "the name of a column")]
    [InlineData("COMMENT ON COLUMN a.main.s.t.rssi IS 'x'", "at most four parts")]
    public void ParseAll_CommentThatCannotBeRead_IsAProblem(string statement, string problem)
    {
        var e = Assert.Throws<SqlSyntaxException>(
            () => CreateTableStatement.ParseAll($"CREATE TABLE main.s.t (rssi INT); {statement}"));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_CommentOnTable_IsThatOfTheTable() => Assert.Equal(
        "new", CreateTableStatement.ParseAll("CREATE TABLE main.s.t (a INT) COMMENT 'old'; COMMENT ON TABLE main.s.t IS 'new'")[0]
            .Comment);

    [Theory]
    [InlineData("CREATE TABLE ${schema}.t (a INT)")]
    [InlineData("CREATE TABLE IDENTIFIER(:schema || '.t') (a INT)")]
    public void ParseAll_VariableWithAMisspelledValue_SaysWhich(string sql)
    {
        var e = Assert.Throws<SqlSyntaxException>(
            () => CreateTableStatement.ParseAll(sql, new Dictionary<string, string> { ["shema"] = "s" }));

        Assert.Contains("did you misspell it as --var shema?", e.Message, StringComparison.Ordinal);
    }
}
