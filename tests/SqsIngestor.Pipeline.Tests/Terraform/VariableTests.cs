using System.Text.RegularExpressions;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>terraform/README.md describes the variables as they are.</summary>
public partial class VariableTests
{
    [Fact]
    public void Variables_InTheReadme_AreThoseOfTheFilesWithTheirDefaults()
    {
        var variables = TerraformFiles.Variables();

        var rows = Row().Matches(TerraformFiles.Read("README.md")).Select(row => row.Value);

        Assert.NotEmpty(variables);
        Assert.Equal(variables.Select(RowOf), rows);
    }

    [Fact]
    public void Pipelines_Attributes_AreVariablesOfTheirOwnOrStandInTheReadme()
    {
        var names = TerraformFiles.Variables().Select(v => v.Name).ToHashSet();
        var readme = TerraformFiles.Read("README.md");

        var attributes = Attribute().Matches(Defaults().Match(TerraformFiles.Read("main.tf")).Value)
            .Select(a => a.Groups["name"].Value)
            .ToList();

        Assert.Contains("mapping_file", attributes);
        Assert.All(
            attributes, name =>
            Assert.True(names.Contains(name) || readme.Contains($"`{name}`", StringComparison.Ordinal), name));
    }

    private static string RowOf(TerraformVariable variable)
    {
        var standard = variable.Default switch { null => "required", "null" => "", var value => $"`{value}`" };
        return $"| `{variable.Name}` | {standard} | {variable.Description} |";
    }

    [GeneratedRegex("^\\| `[a-z0-9_]+` \\| .*\\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^  defaults = \\{.*?^  \\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Defaults();

    [GeneratedRegex("^    (?<name>[a-z_]+)\\s+= ", RegexOptions.Multiline)]
    private static partial Regex Attribute();
}
