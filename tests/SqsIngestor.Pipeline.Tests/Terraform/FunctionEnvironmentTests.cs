using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>Terraform sets the environment that the function reads.</summary>
public partial class FunctionEnvironmentTests
{
    [Fact]
    public void Environment_OfTheFunction_HasOnlyVariablesOfTheCatalogThatAnOperatorSets()
    {
        var operators =
            EnvironmentVariables.All.Where(static v => v.Origin == EnvironmentVariableOrigin.Operator).Select(static v => v.Name);

        var set = VariablesThatTerraformSets();

        Assert.Contains(EnvironmentVariables.MappingFile, set);
        Assert.Empty(set.Except(operators));
    }

    [Fact]
    public void Environment_OfTheFunction_HasEveryRequiredVariable()
    {
        var required = EnvironmentVariables.All
            .Where(static v => v is { IsRequired: true, Origin: EnvironmentVariableOrigin.Operator }).Select(static v => v.Name);

        Assert.Empty(required.Except(VariablesThatTerraformSets()));
    }

    [Fact]
    public void Environment_OfTheFunction_HasNoSecret() =>
        Assert.Empty(
            EnvironmentVariables.All.Where(static v => v.IsSecret)
            .Select(static v => v.Name)
            .Intersect(VariablesThatTerraformSets()));

    [Fact]
    public void EnvironmentVariables_ThatTheModuleRefuses_AreThoseThatItSetsOrThatLambdaSets()
    {
        // The module's layer is always where the function looks for it.
        var ofModule = VariablesThatTerraformSets().Append(EnvironmentVariables.SqsIngestorLayer);

        Assert.Equal(ofModule.Order(StringComparer.Ordinal), Refused("environment_of_module").Order(StringComparer.Ordinal));
        Assert.Empty(
            EnvironmentVariables.All.Where(static v => v is { Origin: EnvironmentVariableOrigin.Operator, IsSecret: false })
            .Select(static v => v.Name)
            .Intersect(Refused("environment_of_lambda")));
    }

    [Theory]
    [InlineData("delivery_report", EnvironmentVariables.DeliveryReport)]
    [InlineData("dedupe_window", EnvironmentVariables.DedupeWindow)]
    [InlineData("log_level", EnvironmentVariables.AwsLambdaLogLevel)]
    public void Default_OfAVariable_IsThatOfTheFunction(string variable, string name) => Assert.Equal(
        EnvironmentVariables.All.Single(v => v.Name == name).Default,
        TerraformFiles.Variables().Single(v => v.Name == variable).Default);

    private static List<string> Refused(string list) =>
        [.. RefusedList().Matches(TerraformFiles.Read("modules", "pipeline", "variables_function.tf"))
            .Where(m => m.Groups["name"].Value == list)
            .SelectMany(m => QuotedName().Matches(m.Groups["names"].Value)).Select(m => m.Value)];

    private static List<string> VariablesThatTerraformSets()
    {
        var block = EnvironmentBlock().Match(TerraformFiles.Read("modules", "pipeline", "function.tf"));
        return [.. VariableName().Matches(block.Value).Select(v => v.Value)];
    }

    [GeneratedRegex("^  module_environment = merge\\(.*?^  \\)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex EnvironmentBlock();

    [GeneratedRegex("^  (?<name>environment_of_[a-z]+) = \\[(?<names>.*?)\\]", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RefusedList();

    [GeneratedRegex("[A-Za-z_]{2,}")]
    private static partial Regex QuotedName();

    [GeneratedRegex("\\b[A-Z]+(_[A-Z]+)+\\b(?=\\s+= )")]
    private static partial Regex VariableName();
}
