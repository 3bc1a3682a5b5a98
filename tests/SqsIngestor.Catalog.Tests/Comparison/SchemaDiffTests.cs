using CsCheck;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Comparison;

public sealed class SchemaDiffTests
{
    [Theory]
    [InlineData("a INT", "a INT, b STRING", "Added b: - -> STRING safe")]
    [InlineData("a INT", "a INT, b STRING NOT NULL", "Added b: - -> STRING NOT NULL breaking")]
    [InlineData("a INT, b STRING", "a INT", "Removed b: STRING -> - breaking")]
    [InlineData("a INT", "a INT NOT NULL", "Nullability a: INT -> INT NOT NULL breaking")]
    [InlineData("a INT NOT NULL", "a INT", "Nullability a: INT NOT NULL -> INT safe")]
    [InlineData("a TINYINT", "a INT", "Type a: TINYINT -> INT safe")]
    [InlineData("a INT", "a SMALLINT", "Type a: INT -> SMALLINT breaking")]
    [InlineData("a INT", "a BIGINT", "Type a: INT -> BIGINT breaking")]
    [InlineData("a INT", "a DATE", "Type a: INT -> DATE breaking")]
    [InlineData("a BIGINT", "a TIMESTAMP", "Type a: BIGINT -> TIMESTAMP breaking")]
    [InlineData("a VARCHAR(16)", "a STRING", "Type a: VARCHAR(16) -> STRING safe")]
    [InlineData("a VARCHAR(16)", "a VARCHAR(8)", "Type a: VARCHAR(16) -> VARCHAR(8) breaking")]
    [InlineData("a CHAR(3)", "a VARCHAR(3)", "Type a: CHAR(3) -> VARCHAR(3) safe")]
    [InlineData("a CHAR(3)", "a STRING", "Type a: CHAR(3) -> STRING safe")]
    [InlineData("a DECIMAL(10,2)", "a STRING", "Type a: DECIMAL(10,2) -> STRING breaking")]
    [InlineData("a VARIANT", "a STRING", "Type a: VARIANT -> STRING breaking")]
    [InlineData("a STRING", "a VARIANT", "Type a: STRING -> VARIANT breaking")]
    [InlineData("a DECIMAL(10,2)", "a DECIMAL(12,4)", "Type a: DECIMAL(10,2) -> DECIMAL(12,4) safe")]
    [InlineData("a DECIMAL(10,2)", "a DECIMAL(10,4)", "Type a: DECIMAL(10,2) -> DECIMAL(10,4) breaking")]
    [InlineData("a ARRAY<INT>", "a MAP<INT, INT>", "Type a: ARRAY<INT> -> MAP<INT, INT> breaking")]
    [InlineData("a ARRAY<STRUCT<x: INT>>", "a ARRAY<STRUCT<x: INT, y: INT>>", "Added a.element.y: - -> INT safe")]
    [InlineData("a MAP<STRING, STRUCT<x: INT>>", "a MAP<STRING, STRUCT<x: STRING>>", "Type a.value.x: INT -> STRING breaking")]
    [InlineData("a INT COMMENT 'x'", "a INT COMMENT 'y'", "Comment a: x -> y safe")]
    [InlineData("a STRUCT<x: INT COMMENT 'x'>", "a STRUCT<x: INT COMMENT 'y'>", "Comment a.x: x -> y safe")]
    [InlineData("a INT, b INT", "b INT, a INT", "")]
    public void Compare_OneChange_IsJudged(string before, string after, string expected)
    {
        var diff = SchemaDiff.Compare(SampleTables.Table(before), SampleTables.Table(after));

        Assert.Equal(
            expected,
            string.Join(
                "; ",
                diff.Changes.Select(
                    c => $"{c.Kind} {c.Path}: {c.Before ?? "-"} -> {c.After ?? "-"} {(c.Breaking ? "breaking" : "safe")}")));
    }

    [Fact]
    public void Steps_MixedChange_TableFirstWhereItGetsMore()
    {
        var diff = SchemaDiff.Compare(
            SampleTables.Table("a INT NOT NULL, b STRING NOT NULL, c INT"),
            SampleTables.Table("a INT NOT NULL, c BIGINT, d STRING COMMENT 'new', e INT NOT NULL"));

        Assert.Equal(
            [
                "Change the table: ALTER TABLE main.test.t ADD COLUMN d STRING COMMENT 'new'; " +
                    "ALTER TABLE main.test.t ADD COLUMN e INT; ALTER TABLE main.test.t ALTER COLUMN b DROP NOT NULL;",
                "Add c as BIGINT under another name, next to the old column: " +
                    "a change in place breaks running producers in any order of steps.",
                "Deploy the descriptor and the mapping with d, e without b.",
                "If d is b under a new name, copy its values before you drop the column: " +
                    "UPDATE main.test.t SET d = b WHERE d IS NULL;",
                "After the last producer with the old descriptor has stopped, change the table: " +
                    "ALTER TABLE main.test.t ALTER COLUMN e SET NOT NULL; ALTER TABLE main.test.t DROP COLUMN b;",
            ],
            diff.Steps);
    }

    [Theory]
    [InlineData("RENAME COLUMN qty TO quantity", "Renamed quantity: qty -> quantity")]
    [InlineData("CHANGE COLUMN qty quantity INT", "Renamed quantity: qty -> quantity")]
    [InlineData("RENAME COLUMN qty TO q; ALTER TABLE main.s.t RENAME COLUMN q TO quantity",
        "Renamed quantity: qty -> quantity")]
    [InlineData("RENAME COLUMN qty TO quantity; ALTER TABLE main.s.t ADD COLUMN qty STRING",
        "Renamed quantity: qty -> quantity; Added qty:  -> STRING")]
    [InlineData("RENAME COLUMN qty TO quantity; ALTER TABLE main.s.t DROP COLUMN quantity", "Removed qty: INT -> ")]
    [InlineData("RENAME COLUMN qty TO q; ALTER TABLE main.s.t DROP COLUMN q; ALTER TABLE main.s.t ADD COLUMN q INT",
        "Added q:  -> INT; Removed qty: INT -> ")]
    [InlineData("RENAME COLUMN qty TO quantity; ALTER TABLE main.s.t ALTER COLUMN quantity TYPE BIGINT",
        "Renamed quantity: qty -> quantity; Type quantity: INT -> BIGINT")]
    public void Compare_TextThatRenamesAColumn_IsARename(string statements, string expected)
    {
        const string Create = "CREATE TABLE main.s.t (id INT, qty INT)";
        var before = CreateTableStatement.Parse(Create).ToTable();
        var after = CreateTableStatement.ParseAll($"{Create}; ALTER TABLE main.s.t {statements};")[0].ToTable();

        var diff = SchemaDiff.Compare(before, after);

        Assert.Equal(expected, string.Join("; ", diff.Changes.Select(c => $"{c.Kind} {c.Path}: {c.Before} -> {c.After}")));
        var steps = string.Join('\n', diff.Steps);
        var renames = expected.Contains("Renamed", StringComparison.Ordinal);
        Assert.Equal(renames, steps.Contains("RENAME COLUMN qty TO quantity;", StringComparison.Ordinal));
        Assert.Equal(!renames, steps.Contains("DROP COLUMN qty;", StringComparison.Ordinal));
        Assert.Empty(SchemaDiff.Compare(after, after).Changes);
    }

    [Theory]
    [InlineData("a INT, b INT", "RENAME COLUMN b TO c; RENAME COLUMN a TO b", "b: a, c: b", "b TO c; a TO b")]
    [InlineData("a INT", "RENAME COLUMN a TO b; RENAME COLUMN b TO c", "c: a", "a TO c")]
    [InlineData("a INT, b INT, d INT", "RENAME COLUMN b TO c; RENAME COLUMN a TO b; RENAME COLUMN d TO a", "a: d, b: a, c: b",
        "b TO c; a TO b; d TO a")]
    public void Compare_ChainOfRenames_FollowsEachColumn(string columns, string statements, string expected, string steps)
    {
        var create = $"CREATE TABLE main.s.t ({columns})";
        var before = CreateTableStatement.Parse(create).ToTable();
        var alter = string.Concat(statements.Split("; ").Select(s => $"; ALTER TABLE main.s.t {s}"));
        var after = CreateTableStatement.ParseAll(create + alter)[0].ToTable();

        var diff = SchemaDiff.Compare(before, after);

        Assert.All(diff.Changes, change => Assert.Equal(ChangeKind.Renamed, change.Kind));
        Assert.Equal(expected, string.Join(", ", diff.Changes.OrderBy(c => c.Path).Select(c => $"{c.Path}: {c.Before}")));
        Assert.Equal(
            steps.Split("; "),
            diff.Steps.Where(s => s.Contains("RENAME", StringComparison.Ordinal)).Select(s => s[(s.IndexOf("COLUMN ") + 7)..^1]));
        Assert.Empty(SchemaDiff.Compare(after, after).Changes);
    }

    [Fact]
    public void Compare_SchemaBetweenTwoRenames_IsRenamedOnce()
    {
        var after = CreateTableStatement.ParseAll(
            "CREATE TABLE main.s.t (a INT); ALTER TABLE main.s.t RENAME COLUMN a TO b; "
                + "ALTER TABLE main.s.t RENAME COLUMN b TO c")[0];

        var change = Assert.Single(
            SchemaDiff.Compare(CreateTableStatement.Parse("CREATE TABLE main.s.t (b INT)").ToTable(), after.ToTable()).Changes);

        Assert.Equal((ChangeKind.Renamed, "b", "c"), (change.Kind, change.Before, change.After));
    }

    [Fact]
    public void Steps_ColumnsOfOneTypeThatComeAndGo_SayToCopyTheValues()
    {
        var one = SchemaDiff.Compare(SampleTables.Table("qty INT, s STRUCT<a: INT>"),
            SampleTables.Table("quantity INT NOT NULL, s STRUCT<b: INT>")).Steps;
        var several = SchemaDiff.Compare(SampleTables.Table("qty INT, x INT"), SampleTables.Table("a INT, x INT, b INT")).Steps;
        var none = SchemaDiff.Compare(SampleTables.Table("qty INT, x INT"), SampleTables.Table("a STRING, x INT")).Steps;

        Assert.Contains(
            "If quantity is qty under a new name, copy its values before you drop the column: "
                + "UPDATE main.test.t SET quantity = qty WHERE quantity IS NULL;",
            one);
        Assert.Contains("If s.b is s.a under a new name, copy its values before you drop the column.", one);
        Assert.Contains("If a or b is qty under a new name, copy its values before you drop the column.", several);
        Assert.DoesNotContain(none, step => step.Contains("new name", StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_NameThatChangesItsCase_IsARename() => Assert.Equal(
        [
            "Stop the producers and rename the column: ALTER TABLE main.test.t RENAME COLUMN a TO A;",
            "Deploy the descriptor and the mapping."],
        SchemaDiff.Compare(SampleTables.Table("a INT"), SampleTables.Table("A INT")).Steps);

    [Fact]
    public void Compare_SchemaWithItself_HasNoChange() =>
        CatalogGen.AnyTable.Sample(table => Assert.Empty(SchemaDiff.Compare(table, table).Changes));

    // What is called safe must be safe: the old descriptor opens a stream on the new table.
    [Fact]
    public void Compare_SafeChange_OldDescriptorFitsTheNewTable() =>
        Gen.Select(CatalogGen.ExpressibleTable, CatalogGen.ExpressibleTable).Sample((before, after) =>
    {
        if (SchemaDiff.Compare(before, after).IsBreaking) return;
        Assert.Empty(DescriptorComparison.Check(TableDescriptor.Build(before), after));
    });
}
