using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>The Terraform files, read as text. The tests need no terraform.</summary>
internal static partial class TerraformFiles
{
    /// <summary>The text of a file below terraform/.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(RepositoryFiles.PathOf(["terraform", .. parts]));

    /// <summary>Every variable of the root, in the order of the files.</summary>
    public static IReadOnlyList<TerraformVariable> Variables() =>
        [.. Read("variables.tf", "variables_pipelines.tf").SelectMany(text => VariableBlock().Matches(text)).Select(Variable)];

    private static IEnumerable<string> Read(string first, string second) => [Read([first]), Read([second])];

    private static TerraformVariable Variable(Match block)
    {
        var body = block.Groups["body"].Value;
        var standard = DefaultLine().Match(body);
        return new TerraformVariable(
            block.Groups["name"].Value,
            standard.Success ? standard.Groups["value"].Value.Trim('"') : null,
            DescriptionLine().Match(body).Groups["text"].Value);
    }

    [GeneratedRegex("^variable \"(?<name>\\w+)\" \\{\\n(?<body>.*?)^\\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex VariableBlock();

    [GeneratedRegex("^  default\\s+= (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex DefaultLine();

    [GeneratedRegex("^  description = \"(?<text>.+)\"$", RegexOptions.Multiline)]
    private static partial Regex DescriptionLine();
}

/// <summary>A variable of the Terraform root.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its default as it is written, without quotes; null where it is required.</param>
/// <param name="Description">Its description.</param>
internal sealed record TerraformVariable(string Name, string? Default, string Description);
