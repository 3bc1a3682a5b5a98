using SqsIngestor.Tests.Shared;

// Words that are wrong on purpose: cspell:ignore bodi catlog chek mappin shema
namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>Options without an effect, and misspelled ones, are refused with a suggestion.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("--all needs a file", "schema", "pull", "--table", "a.b.c", "--all")]
    [InlineData("--var shema has no effect", "schema", "pull", "--from-sql", "descriptors/orders.sql", "--var", "shema=x")]
    [InlineData("--var x has no effect", "schema", "diff", "descriptors/sqs_messages.sql", "descriptors/sqs_messages.sql",
        "--var", "x=1")]
    [InlineData("--var x has no effect", "check", "mappings/sqs_messages.yaml", "--var", "x=1")]
    [InlineData("--var x has no effect", "infer", "mappings/samples/bodies/order.json", "--var", "x=1")]
    [InlineData("--var x has no effect", "demo", "--var", "x=1")]
    [InlineData("'--mappin': did you mean '--mapping'?", "schema", "pull", "--from-sql", "t.sql", "--mappin")]
    [InlineData("'chek': did you mean 'check'?", "chek", "p")]
    [InlineData("'x' is not a value for --var", "schema", "pull", "--from-sql", "t.sql", "--var", "x")]
    public async Task CommandLine_OptionsThatDoNotFit_Are2(string words, params string[] arguments)
    {
        var result = await SqsIngestorProgram.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_UnusedVariable_NamesTheOneThatTheFileHas()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE ${catalog}.s.t (a INT)");

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--output", folder["out"], "--var", "catalog=c", "--var", "catlog=x");

        Assert.Equal(2, pulled.ExitCode);
        Assert.Contains("--var catlog has no effect", pulled.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'catalog'?", pulled.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task CommandLine_ValueAfterAMisspelledOption_GetsNoSuggestion()
    {
        var result = await SqsIngestorProgram.RunAsync("encode", "--mapping", "m.yaml", "--bodi", "{}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'--bodi': did you mean '--body'?", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("-h", result.Errors.Replace("--help", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
