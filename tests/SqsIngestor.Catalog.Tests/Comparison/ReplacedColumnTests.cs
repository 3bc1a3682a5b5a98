using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Comparison;

/// <summary>A column beside which a new one comes stays as it is: no producer with the new descriptor writes it.</summary>
public sealed class ReplacedColumnTests
{
    [Theory]
    [InlineData("a INT", "a BIGINT NOT NULL", "a", "NOT NULL")]
    [InlineData("a VARCHAR(5)", "a VARCHAR(3) DEFAULT 'k'", "a", null)]
    [InlineData("s STRUCT<x: DATE>", "s STRUCT<x: TIMESTAMP NOT NULL>", "s.x", null)]
    [InlineData("l ARRAY<STRUCT<q: INT>>", "l ARRAY<STRUCT<q: BIGINT, n: STRING>> NOT NULL", "l", "NOT NULL")]
    [InlineData("l ARRAY<STRUCT<q: INT, old: INT>>", "l ARRAY<STRUCT<q: BIGINT>>", "l", null)]
    public void Of_ColumnThatIsReplaced_GetsNoStatement(string before, string after, string column, string? declared)
    {
        var steps = SchemaDiff.Compare(SampleTables.Table($"k INT, {before}"), SampleTables.Table($"k INT, {after}")).Steps;

        Assert.DoesNotContain(steps, step => step.Contains("ALTER ", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("UPDATE ", StringComparison.Ordinal));
        var beside = Assert.Single(steps, step => step.StartsWith($"Add {column} as ", StringComparison.Ordinal));
        Assert.Equal(
            declared is not null,
            beside.EndsWith(" Declare it as NOT NULL when each row has a value.", StringComparison.Ordinal));
    }

    /// <summary>Nobody writes the old column any more.</summary>
    [Theory]
    [InlineData("a INT NOT NULL", "a BIGINT NOT NULL")]
    [InlineData("a INT NOT NULL", "a BIGINT")]
    public void Of_RequiredColumnThatIsReplaced_CanBeNull(string before, string after)
    {
        var steps = SchemaDiff.Compare(SampleTables.Table(before), SampleTables.Table(after)).Steps;

        Assert.Contains("Change the table: ALTER TABLE main.test.t ALTER COLUMN a DROP NOT NULL;", steps);
        Assert.DoesNotContain(steps, step => step.Contains("SET NOT NULL", StringComparison.Ordinal));
    }

    /// <summary>A column that widens in place is not replaced.</summary>
    [Fact]
    public void Of_ColumnThatWidens_BecomesNotNullItself()
    {
        var steps = SchemaDiff.Compare(SampleTables.Table("a SMALLINT"), SampleTables.Table("a INT NOT NULL")).Steps;

        Assert.Contains(steps, step => step.Contains("ALTER COLUMN a SET NOT NULL", StringComparison.Ordinal));
    }
}
