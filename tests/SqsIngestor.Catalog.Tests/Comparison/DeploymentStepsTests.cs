using System.Text.RegularExpressions;
using CsCheck;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Comparison;

/// <summary>The statements of the steps lead from the old schema to the new one, in the order in which they stand.</summary>
public sealed partial class DeploymentStepsTests
{
    private const string Create = "CREATE TABLE main.test.t";
    private const string Widening = "delta.enableTypeWidening";
    private const string Defaults = "delta.feature.allowColumnDefaults";

    // Each can become the next one of its line.
    private static readonly string[][] Types =
    [
        ["TINYINT", "SMALLINT", "INT"], ["VARCHAR(3)", "VARCHAR(5)", "STRING", "STRING COLLATE UTF8_LCASE"], ["DATE", "DATE"],
        ["STRUCT<x: TINYINT, y: INT NOT NULL>", "STRUCT<X: INT, y: INT NOT NULL, z: STRUCT<i: INT NOT NULL> NOT NULL>"],
        ["ARRAY<STRUCT<x: INT, y: INT NOT NULL>>", "ARRAY<STRUCT<x: INT>>"], ["MAP<STRING, TINYINT>", "MAP<STRING, INT>"],
    ];

    private static readonly Gen<Column> AnyColumn = Gen.Select(
        Gen.Int[0, Types.Length - 1], Gen.Bool, Gen.Int[0, 3],
        (line, nullable, fill) => new Column("", TypeOf(Types[line][0]))
        {
            Nullable = nullable,
            Fill = fill == 0 && line < 3 ? new ColumnFill(ColumnFillKind.Default, "NULL") : null,
        });

    /// <summary>A table, and the same one after renames, additions, removals and other changes.</summary>
    private static readonly Gen<(CatalogTable Before, CatalogTable After)> Changed = Gen.Select(
        Named("abcdef", 1, 5), Gen.Select(Gen.Int[0, 3], Gen.Char["abcdefgh"], Gen.Int[0, 2], Gen.Bool).Array[5],
        Named("abcdefgh", 0, 3), (before, changes, added) => (Table(before, []), After(before, changes, added)));

    [Fact]
    public void Of_AnyChange_LeadsToTheNewSchema() => Changed.Sample(
        (before, after) =>
        {
            var diff = SchemaDiff.Compare(before, after);
            // A table with a DEFAULT has the property.
            var hasDefaults = before.Columns.Any(column => column.Fill is not null);
            var start = hasDefaults
                ? before with { Properties = new Dictionary<string, string> { [Defaults] = "supported" } }
                : before;
            var table = diff.Steps.SelectMany(step => Statement().Matches(step))
                .Aggregate(start, (changed, each) => Run(changed, each.Value));

            var apart = diff.Changes.Where(change => change is { Kind: ChangeKind.Type, Breaking: true })
                .Select(change => change.Path.Split('.')[0]).ToHashSet();
            // Databricks has no such NOT NULL, so no statement sets it.
            var nested = NestedNotNull.Find(after).Select(each => each.Path.Split('.')[0]).ToHashSet();
            Assert.Equal(after.Columns.Select(Text).Order(), table.Columns.Select(Text).Order());

            string Text(Column column) => apart.Contains(column.Name) ? column.Name
                : nested.Contains(column.Name) ? Declaration(column).Replace(" NOT NULL", "", StringComparison.Ordinal)
                : Declaration(column);
        },
        iter: 500);

    private static string Declaration(Column column) => CreateTableText.Column(column with { Comment = null });

    /// <summary>docs.databricks.com, "Constraints on Databricks".</summary>
    [Theory]
    [InlineData("s STRUCT<a: INT>", "s STRUCT<a: INT NOT NULL>",
        "'s.a' is NOT NULL, which Databricks refuses inside the STRUCT 's', which can be NULL. Declare the STRUCT as NOT NULL "
            + "too, or drop NOT NULL of the field.")]
    [InlineData("s STRUCT<t: STRUCT<a: INT>>", "s STRUCT<t: STRUCT<a: INT NOT NULL> NOT NULL>",
        "'s.t' is NOT NULL, which Databricks refuses inside the STRUCT 's', which can be NULL. Declare the STRUCT as NOT NULL "
            + "too, or drop NOT NULL of the field.")]
    [InlineData("s ARRAY<STRUCT<a: INT>> NOT NULL", "s ARRAY<STRUCT<a: INT NOT NULL>> NOT NULL",
        "'s.element.a' is NOT NULL, which Databricks refuses inside the ARRAY 's'. Drop NOT NULL of the field.")]
    [InlineData("a INT", "a INT, s MAP<STRING, STRUCT<b: STRUCT<c: INT NOT NULL>>>",
        "'s.value.b.c' is NOT NULL, which Databricks refuses inside the MAP 's'. Drop NOT NULL of the field.")]
    [InlineData("s STRUCT<a: INT>", "s STRUCT<a: INT, l: ARRAY<STRUCT<c: INT NOT NULL>>>",
        "'s.l.element.c' is NOT NULL, which Databricks refuses inside the ARRAY 's.l'. Drop NOT NULL of the field.")]
    [InlineData("s MAP<STRING, STRUCT<a: INT NOT NULL>>", "s MAP<STRING, STRUCT<a: STRING NOT NULL>>",
        "'s.value.a' is NOT NULL, which Databricks refuses inside the MAP 's'. Drop NOT NULL of the field.")]
    public void Of_NotNullThatDatabricksRefuses_HasNoStatement(string before, string after, string step)
    {
        var steps = SchemaDiff.Compare(SampleTables.Table(before), SampleTables.Table(after)).Steps;

        Assert.Equal($"Correct the new schema: {step}", steps[0]);
        Assert.DoesNotContain(steps, each => each.Contains("SET NOT NULL", StringComparison.Ordinal));
    }

    /// <summary>ADD COLUMN makes a column that can be NULL, and a field in it cannot be NOT NULL before it is.</summary>
    [Theory]
    [InlineData("s STRUCT<t: STRUCT<a: INT>>", "s STRUCT<t: STRUCT<a: INT NOT NULL> NOT NULL> NOT NULL", null)]
    [InlineData("x INT", "x INT, s STRUCT<t: STRUCT<a: INT NOT NULL> NOT NULL> NOT NULL", "s STRUCT<t: STRUCT<a: INT>>")]
    [InlineData(
        "s STRUCT<x: INT> NOT NULL", "s STRUCT<x: INT, t: STRUCT<a: INT NOT NULL> NOT NULL> NOT NULL", "s.t STRUCT<a: INT>")]
    public void Of_NotNullInsideNotNull_IsSetFromTheOutside(string before, string after, string? added)
    {
        var steps = SchemaDiff.Compare(SampleTables.Table(before), SampleTables.Table(after)).Steps;

        var set = Statement().Matches(steps[^1]).Select(each => each.Value).Where(each => each.Contains("SET NOT NULL")).ToList();
        Assert.Equal(set.OrderBy(each => each.Length), set);
        Assert.EndsWith("s.t.a SET NOT NULL;", set[^1], StringComparison.Ordinal);
        if (added is not null)
            Assert.Contains(steps, step => step.Contains($"ADD COLUMN {added};", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ColumnWithTheNameOfARenamedOne_IsAddedNullableAfterTheRename()
    {
        var before = CreateTableStatement.Parse($"{Create} (id INT, qty INT)").ToTable();
        var after = CreateTableStatement.ParseAll(
            $"{Create} (id INT, qty INT); ALTER TABLE main.test.t RENAME COLUMN qty TO quantity; "
                + "ALTER TABLE main.test.t ADD COLUMN qty STRING")[0].ToTable();

        var diff = SchemaDiff.Compare(before, after);

        Assert.Equal(
            [
                "Stop the producers and rename the column: ALTER TABLE main.test.t RENAME COLUMN qty TO quantity;",
                "Change the table: ALTER TABLE main.test.t ADD COLUMN qty STRING;",
                "Deploy the descriptor and the mapping with qty.",
            ],
            diff.Steps);
        Assert.Equal("running producers write the values of 'quantity' under this name", diff.Changes[^1].Reason);
    }

    [Fact]
    public void Of_NameInAnotherCase_KeepsTheOtherChanges()
    {
        var diff = SchemaDiff.Compare(
            SampleTables.Table("Id INT NOT NULL, Addr STRUCT<A: INT>"),
            SampleTables.Table("id BIGINT, addr STRUCT<a: SMALLINT, b: STRUCT<c: INT NOT NULL> NOT NULL>"));

        Assert.Equal(
            [
                "Renamed id: Id -> id", "Type id: INT -> BIGINT", "Nullability id: INT NOT NULL -> BIGINT",
                "Renamed addr: Addr -> addr", "Renamed addr.a: A -> a", "Type addr.a: INT -> SMALLINT",
                "Added addr.b:  -> STRUCT<c: INT NOT NULL> NOT NULL",
            ],
            diff.Changes.Select(change => $"{change.Kind} {change.Path}: {change.Before} -> {change.After}"));
        Assert.Contains(
            "Stop the producers and rename the column: ALTER TABLE main.test.t RENAME COLUMN addr.A TO a;", diff.Steps);
        Assert.Contains(
            "Change the table: ALTER TABLE main.test.t ALTER COLUMN id DROP NOT NULL; "
                + "ALTER TABLE main.test.t ADD COLUMN addr.b STRUCT<c: INT>;",
            diff.Steps);
    }

    [Fact]
    public void Of_PropertyThatSeveralStatementsNeed_IsSetBeforeTheFirst()
    {
        var defaults = SchemaDiff.Compare(SampleTables.Table("a INT"), SampleTables.Table("a INT DEFAULT 1, b INT DEFAULT 2"));

        Assert.StartsWith(
            $"Change the table: ALTER TABLE main.test.t SET TBLPROPERTIES ('{Defaults}' = 'supported'); ", defaults.Steps[0],
            StringComparison.Ordinal);
        Assert.Equal("At any time, change the table: ALTER TABLE main.test.t ALTER COLUMN a SET DEFAULT 1;", defaults.Steps[^1]);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public void Of_TableThatHasTheProperty_SetsItUnlessItIsOff(string value, bool sets)
    {
        var before = SampleTables.Table("a TINYINT") with { Properties = new Dictionary<string, string> { [Widening] = value } };

        var steps = SchemaDiff.Compare(before, SampleTables.Table("a INT")).Steps;

        Assert.Equal(sets, steps[0].Contains(Widening, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("u ARRAY<ARRAY<INT>>", "u STRING",
        "Replace the column u, which no running function sets. Its values are lost, so copy those that you need first: "
            + "ALTER TABLE main.test.t DROP COLUMN u; ALTER TABLE main.test.t ADD COLUMN u STRING;")]
    [InlineData("u ARRAY<ARRAY<INT>>", "u ARRAY<ARRAY<BIGINT>>",
        "Replace the column u, which no running function sets. Its values are lost, so copy those that you need first: "
            + "ALTER TABLE main.test.t DROP COLUMN u; ALTER TABLE main.test.t ADD COLUMN u ARRAY<ARRAY<BIGINT>>;")]
    [InlineData("a INT, u INT GENERATED ALWAYS AS (a)", "a INT, u BIGINT GENERATED ALWAYS AS (a)",
        "Create the table again with u as BIGINT GENERATED ALWAYS AS (a), and copy its rows: "
            + "no statement changes GENERATED or IDENTITY of a table that exists.")]
    [InlineData("a INT, u INT GENERATED ALWAYS AS (a)", "a INT, u INT NOT NULL GENERATED ALWAYS AS (a)",
        "At any time, change the table: ALTER TABLE main.test.t ALTER COLUMN u SET NOT NULL;")]
    [InlineData("a INT, u INT GENERATED ALWAYS AS (a)", "a INT, U INT GENERATED ALWAYS AS (a)",
        "Change the table: ALTER TABLE main.test.t RENAME COLUMN u TO U;")]
    public void Of_ColumnThatNoFunctionSets_NeedsWhatItsChangeNeeds(string before, string after, string step)
    {
        var diff = SchemaDiff.Compare(SampleTables.Table(before), SampleTables.Table(after));

        Assert.False(diff.IsBreaking);
        Assert.Equal(step, diff.Steps[0]);
        Assert.Equal(after == "u STRING" ? 2 : 1, diff.Steps.Count);
    }

    [Fact]
    public void Of_ComputedColumnThatTheTextRenames_IsRenamed()
    {
        const string Old = $"{Create} (a INT, m INT GENERATED ALWAYS AS (a))";
        var after = CreateTableStatement.ParseAll($"{Old}; ALTER TABLE main.test.t RENAME COLUMN m TO n")[0].ToTable();

        var diff = SchemaDiff.Compare(CreateTableStatement.Parse(Old).ToTable(), after);

        var change = Assert.Single(diff.Changes);
        Assert.Equal((ChangeKind.Renamed, "m", "n", false), (change.Kind, change.Before, change.After, change.Breaking));
        Assert.Equal(["Change the table: ALTER TABLE main.test.t RENAME COLUMN m TO n;"], diff.Steps);
    }

    private static Gen<Column[]> Named(string names, int least, int most) =>
        Gen.Select(Gen.Char[names], AnyColumn, (name, column) => column with { Name = name.ToString() }).Array[least, most]
            .Select(columns => columns.DistinctBy(column => column.Name).ToArray());

    private static CatalogTable Table(IEnumerable<Column> columns, IReadOnlyList<ColumnRename> renames) =>
        new(new TableName("main", "test", "t"), [.. columns.Select((column, i) => column with { Position = i })])
        {
            Renames = renames,
        };

    private static CatalogTable After(Column[] before, (int Name, char To, int Type, bool Flips)[] changes, Column[] added)
    {
        var (columns, renames) = (new List<Column>(), new List<ColumnRename>());
        for (var i = 0; i < before.Length; i++)
        {
            var (old, (name, to, type, flips)) = (before[i], changes[i]);
            if (name == 0) continue;
            var wanted = name == 1 ? to.ToString() : name == 2 ? old.Name.ToUpperInvariant() : old.Name;
            if (columns.Exists(column => column.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))) continue;
            if (name == 1) renames.Add(new ColumnRename(old.Name, wanted));
            columns.Add(
                old with
                {
                    Name = wanted,
                    Type = Wider(old.Type, type),
                    Nullable = old.Nullable != flips,
                });
        }

        columns.AddRange(
            added.Where(each => !columns.Exists(column => column.Name.Equals(each.Name, StringComparison.OrdinalIgnoreCase))));
        // All get other names before they get their own, so that they can change places.
        return Table(
            columns,
            [
                .. renames.Select(rename => new ColumnRename(rename.Old, $"between_{rename.New}")),
                .. renames.Select(rename => new ColumnRename($"between_{rename.New}", rename.New)),
            ]);
    }

    private static DeltaType Wider(DeltaType type, int by)
    {
        var line = Types.First(each => TypeOf(each[0]).Equals(type));
        return TypeOf(line[Math.Min(by, line.Length - 1)]);
    }

    private static DeltaType TypeOf(string text) => SampleTables.Table($"c {text}").Columns[0].Type;

    /// <summary>Runs a statement as Databricks does: it fails without the property that it needs.</summary>
    private static CatalogTable Run(CatalogTable table, string statement)
    {
        if (Number().IsMatch(statement)) Assert.True(table.Properties.ContainsKey(Widening), statement);
        if (statement.Contains(" SET DEFAULT ", StringComparison.Ordinal))
            Assert.True(table.Properties.ContainsKey(Defaults), statement);
        return Path().Match(statement) is { Success: true } path
            ? table with { Columns = Inside(table.Columns, path.Groups) }
            : CreateTableStatement.ParseAll(CreateTableText.Write(table) + statement)[0].ToTable();
    }

    /// <summary>Runs a statement over a path by running it over the fields around its end, as if they were a table.</summary>
    private static List<Column> Inside(IReadOnlyList<Column> columns, GroupCollection path)
    {
        var name = path["column"].Value;
        Assert.Contains(columns, column => column.Name == name);
        return
        [
            .. columns.Select(column => column.Name != name ? column : column with
            {
                Type = column.Type switch
                {
                    StructType structure => new StructType([.. Below(
                        structure.Fields.Select(field => new Column(field.Name, field.Type) { Nullable = field.Nullable }))
                        .Select(field => new StructField(field.Name, field.Type) { Nullable = field.Nullable })]),
                    ArrayType array => new ArrayType(Below([new Column("element", array.Element)])[0].Type),
                    MapType map => new MapType(map.Key, Below([new Column("value", map.Value)])[0].Type),
                    _ => throw new InvalidOperationException(path[0].Value),
                },
            }),
        ];

        IReadOnlyList<Column> Below(IEnumerable<Column> inner)
        {
            var table = new CatalogTable(new TableName("main", "test", "t"), [.. inner])
            {
                Properties = new Dictionary<string, string> { [Widening] = "true" },
            };
            return Run(table, path["start"].Value + path["rest"].Value).Columns;
        }
    }

    [GeneratedRegex("ALTER TABLE [^;]*;")]
    private static partial Regex Statement();

    [GeneratedRegex(@"ALTER COLUMN \S+ TYPE (SMALLINT|INT);", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(?<start>ALTER TABLE \S+ \w+ COLUMN )(?<column>\w+)\.(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Path();
}
