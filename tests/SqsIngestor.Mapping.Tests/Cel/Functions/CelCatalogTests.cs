using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelCatalogTests
{
    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var function in CelFunctions.All.Concat(CelOperators.All))
        {
            examples.Add(function.Doc.Example, function.Doc.Result);
        }
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Evaluated_GivesItsResult(string example, string result) => Assert.Equal(result, CelRun.Evaluate(example));

    [Fact]
    public void Example_OfEachFunction_CallsIt() =>
        Assert.All(
            CelFunctions.All, function => Assert.Contains($"{function.Name}(", function.Doc.Example, StringComparison.Ordinal));

    [Fact]
    public void Row_OfEachFunction_HasASentenceAndASignature() =>
        Assert.All(CelFunctions.All.Concat(CelOperators.All), function =>
        {
            Assert.EndsWith(".", function.Doc.Meaning, StringComparison.Ordinal);
            Assert.NotEmpty(function.Signatures);
        });

    [Fact]
    public void Operators_EveryOperator_HasSyntaxAndFunction() =>
        Assert.All(Enum.GetValues<CelOperator>(), @operator =>
        {
            Assert.Single(CelOperatorSyntax.All, syntax => syntax.Operator == @operator);
            Assert.NotNull(CelOperators.Of(@operator).Binary);
        });

    [Fact]
    public void Errors_EveryCode_HasItsRow() =>
        Assert.All(
            Enum.GetValues<CelErrorCode>().Where(code => code != CelErrorCode.None),
            code => Assert.Equal(code, CelErrors.Of(code).Code));

    [Fact]
    public void Errors_Names_AreDistinct() => Assert.Distinct(CelErrors.All.Select(error => error.Name));

    [Fact]
    public void TypeNames_EveryKindOfValue_HasOne() =>
        Assert.All(
            Enum.GetValues<CelKind>().Where(kind => kind is not (CelKind.Missing or CelKind.Error)),
            kind => Assert.Equal(CelTypeNames.Of(kind), CelTypeNames.Find(CelTypeNames.Of(kind))));

    [Fact]
    public void TypeKinds_EveryKindOfValue_HasTheTypeOfItsName() =>
        Assert.All(
            Enum.GetValues<CelKind>().Where(kind => kind is not (CelKind.Missing or CelKind.Error)),
            kind => Assert.Equal(kind.ToString(), CelType.KindOf(kind).ToString()));

    [Fact]
    public void Reference_ListsEveryFunctionOnce()
    {
        var names = CelReference.Functions.SelectMany(group => group.Entries).Select(entry => entry.Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(CelFunctions.Names.Order(StringComparer.Ordinal), names);
    }
}
