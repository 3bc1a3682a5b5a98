using System.Reflection;
using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class FunctionErrorTypesTests
{
    [Fact]
    public void All_HaveTheFormThatLambdaKeeps()
    {
        var types = typeof(FunctionErrorTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Matches(new Regex("^(Runtime|Function)\\.[A-Z][a-zA-Z]+$"), type));
    }
}
