using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Transforms;

/// <summary>Every row of the catalog of transforms.</summary>
public sealed class TransformCatalogTests
{
    public static TheoryData<string> Names() => [.. TransformCatalog.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_EveryTransform_GivesItsOutput(string name)
    {
        var row = TransformCatalog.Find(name)!;
        // to_json shows the kind of the output; it takes text, but not bytes.
        var toText = row.Gives == ValueTypes.Bytes ? "substring(0), " : "";

        var plan = OneColumn.Plan("string_value", $"{{ from: $.body.v, transform: ['{row.Example.Mapping}', {toText}to_json] }}");

        Assert.Equal(row.Example.Output, OneColumn.Encode(plan, row.Example.Input).StringValue);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_EveryTransform_IsDocumented(string name)
    {
        var row = TransformCatalog.Find(name)!;

        Assert.StartsWith(name, row.Example.Mapping, StringComparison.Ordinal);
        Assert.StartsWith(name, row.Signature, StringComparison.Ordinal);
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(row.Takes.Describe());
        Assert.NotEmpty(row.Gives.Describe());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_EveryTransform_OptionalOnesComeLast(string name)
    {
        var row = TransformCatalog.Find(name)!;

        Assert.All(row.Parameters.Skip(row.RequiredCount), parameter => Assert.True(parameter.IsOptional));
    }

    [Fact]
    public void Names_AllTransforms_AreUnique() =>
        Assert.Equal(TransformCatalog.All.Count, TransformCatalog.All.Select(row => row.Name).Distinct().Count());

    [Fact]
    public void Find_UnknownName_IsNull() => Assert.Null(TransformCatalog.Find("uper"));
}
