using System.Reflection;
using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Pipeline.Tests.Errors;

public sealed class FunctionErrorsTests
{
    [Fact]
    public void All_HaveTheFormThatLambdaKeeps() =>
        Assert.All(FunctionErrorTypes.All, type => Assert.Matches(new Regex("^(Runtime|Function)\\.[A-Z][a-zA-Z]+$"), type.Name));

    [Fact]
    public void All_AreTheConstants()
    {
        var constants =
            typeof(FunctionErrorTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral);

        Assert.Equal(
            constants.Select(static f => (string)f.GetRawConstantValue()!), FunctionErrorTypes.All.Select(static t => t.Name));
    }

    [Fact]
    public void All_SayWhatItMeansAndWhatToDo() => Assert.All(FunctionErrorTypes.All, static type =>
    {
        Assert.EndsWith(".", type.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", type.Action, StringComparison.Ordinal);
    });
}
