using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Targets;

public sealed class IngestTargetTests
{
    private const string Name = "main.raw.t";

    private static readonly Column Id = new("id", DeltaTypeText.Parse("bigint"));

    [Theory]
    [MemberData(nameof(TargetTables.Refused), MemberType = typeof(TargetTables))]
    public void Require_TableThatZerobusRefuses_HasTheCodeTheReasonAndTheAction(string code)
    {
        var refused = Assert.Throws<TargetException>(() => IngestTarget.Require(TargetTables.Table(code, Name)));

        Assert.Equal(code, refused.Finding.Rule.Code);
        Assert.StartsWith($"{code}: {Name} ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(refused.Finding.Rule.Description.Action, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TargetTables.Warned), MemberType = typeof(TargetTables))]
    public void Warnings_TableThatNeedsAttention_IsWrittenToAndHasTheCode(string code)
    {
        var table = TargetTables.Table(code, Name);

        Assert.Same(table, IngestTarget.Require(table));
        Assert.Equal([code], IngestTarget.Warnings(table).Select(finding => finding.Rule.Code));
    }

    /// <summary>The tables of the tests cover every rule, except those that take another form.</summary>
    [Fact]
    public void All_EveryRule_HasATest() => Assert.Equal(
        TargetRules.All.Select(rule => rule.Code)
            .Except(["table_name_not_ascii", "table_without_columns", "table_has_rescue_column"]).Order(StringComparer.Ordinal),
        TargetTables.Refused.Concat(TargetTables.Warned).Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void All_Codes_AreDistinct() => Assert.Distinct(TargetRules.All.Select(rule => rule.Code));

    [Theory]
    [InlineData("MANAGED")]
    [InlineData("STREAMING_TABLE")]
    public void Find_TableThatTakesRows_IsNothing(string type)
    {
        var table = new CatalogTable(TableName.Parse(Name), [Id, Id with { Name = "day", PartitionIndex = 0, Type = Date }])
        {
            TableType = type,
            SecurableKind = "TABLE_DELTA",
            Properties = new Dictionary<string, string> { ["delta.feature.columnMapping"] = "supported" },
        };

        Assert.Empty(IngestTarget.Find(table));
        Assert.Same(table, IngestTarget.Require(table));
    }

    [Fact]
    public void Refusal_NoColumns_IsRefused() =>
        Assert.Equal("table_without_columns", IngestTarget.Refusal(new CatalogTable(TableName.Parse(Name), []))?.Rule.Code);

    [Fact]
    public void Refusal_NameBeyondAscii_NamesTheCharacter()
    {
        var refusal = IngestTarget.Refusal(new CatalogTable(new TableName("main", "raw", "größe"), [Id]))!;

        Assert.Equal("table_name_not_ascii", refusal.Rule.Code);
        Assert.Contains("'ö' is not an ASCII letter", refusal.Text, StringComparison.Ordinal);
    }

    /// <summary>Of a view, nothing but that matters.</summary>
    [Fact]
    public void Find_ViewWithoutColumnsAndWithAConstraint_IsOneFinding()
    {
        var view = new CatalogTable(TableName.Parse(Name), [])
        {
            TableType = "VIEW",
            Properties = new Dictionary<string, string> { ["delta.constraints.ck"] = "true" },
        };

        Assert.Equal("table_is_view", Assert.Single(IngestTarget.Find(view)).Rule.Code);
    }

    [Fact]
    public void Find_SeveralFeatures_AreAllFound()
    {
        var table = new CatalogTable(TableName.Parse(Name), [Id])
        {
            Properties = new Dictionary<string, string>
            {
                ["delta.constraints.b"] = "true",
                ["delta.constraints.a"] = "true",
                ["delta.feature.catalogOwned-preview"] = "supported",
            },
        };

        Assert.Equal(
            ["table_has_check_constraint", "table_is_catalog_managed"], IngestTarget.Find(table).Select(f => f.Rule.Code));
        Assert.Contains("has the CHECK constraints a, b", IngestTarget.Refusal(table)!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variant", true, true)]
    [InlineData("variant", false, false)]
    [InlineData("string", true, false)]
    public void Warnings_TaggedColumn_IsTheRescueColumnIfItIsNullableVariant(string type, bool nullable, bool isRescue)
    {
        var column = new Column("rest", DeltaTypeText.Parse(type)) { Nullable = nullable, IsTaggedRescue = true };

        var warnings = IngestTarget.Warnings(new CatalogTable(TableName.Parse(Name), [Id, column]));

        Assert.Equal(isRescue ? ["table_has_rescue_column"] : [], warnings.Select(finding => finding.Rule.Code));
    }

    private static SqsIngestor.Catalog.Types.DeltaType Date => DeltaTypeText.Parse("date");
}
