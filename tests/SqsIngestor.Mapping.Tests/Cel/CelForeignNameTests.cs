using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Language.Transforms;

namespace SqsIngestor.Mapping.Tests.Cel;

/// <summary>Functions of CEL that the subset does not have are named as such.</summary>
public sealed class CelForeignNameTests
{
    private static readonly CelEnvironment Environment = new([new("body", CelType.Dyn), new("meta", CelType.Dyn)]);

    public static TheoryData<string> Names() => [.. CelForeignNames.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compile_EveryName_IsCalledAnExtensionWithWhatDoesTheSame(string name)
    {
        var row = CelForeignNames.Find(name)!;
        string[] calls = name.Contains('.', StringComparison.Ordinal)
            ? [$"{name}(#, #)"]
            : [$"body.a.{name}(#, #)", $"{name}(body.a, body.a)"];
        var arguments = row.IsMacro ? "x" : "body.a";

        foreach (var call in calls)
        {
            var diagnostic = Assert.Single(Diagnose(call.Replace("#", arguments, StringComparison.Ordinal), name));

            Assert.Equal("cel_unsupported", diagnostic.Code);
            Assert.StartsWith($"'{name}' belongs to an extension of CEL", diagnostic.Message, StringComparison.Ordinal);
            Assert.Contains(row.Library, diagnostic.Message, StringComparison.Ordinal);
            Assert.Equal(row.Instead is null ? null : $"use {row.Instead}", diagnostic.Hint);
        }
    }

    [Fact]
    public void Instead_OfEachName_NamesTransformsThatExist() => Assert.All(CelForeignNames.All, row =>
    {
        if (row.Instead?.Split("the transform ") is not [_, var rest, ..]) return;
        Assert.NotNull(TransformCatalog.Find(rest.Split('(', ',', ' ')[0]));
    });

    [Fact]
    public void Names_AreNoFunctionsOfTheSubset() =>
        Assert.All(CelForeignNames.All, row => Assert.Null(CelFunctions.Find(row.Name)));

    [Theory]
    [InlineData("sets.unheardOf(1)", "'sets.unheardOf' belongs to an extension of CEL that expressions do not have (sets)")]
    [InlineData("sets", "'sets' is an extension of CEL that expressions do not have")]
    [InlineData("Order{id: 1}", "an expression cannot create a protobuf message")]
    [InlineData("'a'.matches(body.pattern)", "must be a constant string")]
    public void Compile_OtherFeature_IsNamed(string expression, string message) =>
        Assert.Contains(
            message, Assert.Single(CelCompiler.Compile(expression, Environment).Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void Compile_VariableWithTheNameOfAnExtension_IsTheVariable()
    {
        var environment = new CelEnvironment([new("math", CelType.Dyn)]);

        Assert.Equal(
            "cel_unknown_function", Assert.Single(CelCompiler.Compile("math.unheardOf(1)", environment).Diagnostics).Code);
    }

    private static IEnumerable<CelDiagnostic> Diagnose(string call, string name) =>
        CelCompiler.Compile(call, Environment).Diagnostics.Where(each => each.Message.Contains(name, StringComparison.Ordinal));
}
