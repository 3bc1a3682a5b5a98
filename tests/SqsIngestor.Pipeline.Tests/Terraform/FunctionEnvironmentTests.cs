using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>Terraform and the function speak of the same environment.</summary>
public partial class FunctionEnvironmentTests
{
    [Fact]
    public void Environment_OfTheFunction_HasOnlyVariablesThatTheFunctionReads()
    {
        var read = new HashSet<string>();
        string? Record(string name)
        {
            read.Add(name);
            return null;
        }
        Assert.Throws<FunctionException>(() => SettingsReader.Read(Record));

        var set = VariablesThatTerraformSets();

        Assert.Contains("MAPPING_FILE", set);
        Assert.Empty(set.Except(read));
    }

    [Fact]
    public void Environment_OfTheFunction_HasNoSecret() => Assert.DoesNotContain("DATABRICKS_CLIENT_SECRET", VariablesThatTerraformSets());

    private static List<string> VariablesThatTerraformSets()
    {
        var block = EnvironmentBlock().Match(TerraformFiles.Read("modules", "pipeline", "function.tf"));
        return [.. VariableName().Matches(block.Value).Select(v => v.Value)];
    }

    [GeneratedRegex("^  environment \\{.*?^  \\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex EnvironmentBlock();

    [GeneratedRegex("\\b[A-Z]+(_[A-Z]+)+\\b(?=\\s+= )")]
    private static partial Regex VariableName();
}
