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
    [InlineData("error command_line: 'sqs-ingestor schema pull' has no option '--mappin'; did you mean '--mapping'?",
        "schema", "pull", "--from-sql", "t.sql", "--mappin")]
    [InlineData("error command_line: 'sqs-ingestor' has no command 'chek'; did you mean 'check'?", "chek", "p")]
    [InlineData("error command_line: 'sqs-ingestor schema' needs a command: pull,", "schema")]
    [InlineData("error command_line: 'sqs-ingestor query' takes no argument 'b'.", "query", "a", "b")]
    [InlineData("'nope' is not known; use one of basic, attributes, fifo, order.", "invoke", "--example", "nope")]
    [InlineData("'many' is not a whole number for --count.", "invoke", "--example", "basic", "--count", "many")]
    [InlineData("MAPPING has a path that is empty", "check", "")]
    [InlineData("--output has a path that is empty", "query", "SELECT 1", "--output", "")]
    [InlineData("'sqs-ingestor schema diff' needs <OLD> and <NEW>.", "schema", "diff")]
    [InlineData("--event needs a value: FILE.", "encode", "m.yaml", "--event")]
    [InlineData("--var takes NAME=VALUE, and a value of it has no name.", "schema", "pull", "--from-sql", "t.sql", "--var", "x")]
    [InlineData("--project has a path that is empty", "check", "--project", "")]
    [InlineData("--project has a path that is empty", "--project", "", "check")]
    [InlineData("MAPPING has a path that is empty", "package", "")]
    [InlineData("--function has a path that is empty", "demo", "--function", "")]
    [InlineData("--from-sql has a path that is empty", "schema", "pull", "--from-sql", "")]
    [InlineData("--from-json has a path that is empty", "schema", "pull", "--from-json", "")]
    [InlineData("A path is empty", "schema", "diff", "", "b")]
    [InlineData("A path is empty", "demo", "--sql", "")]
    [InlineData("A path is empty", "serve", "--sql", "a.b.c=")]
    [InlineData("A path is empty", "check", "mappings/orders.yaml", "--against", "")]
    [InlineData("A path is empty", "infer", "")]
    [InlineData("A path is empty", "infer", "mappings/samples/bodies/order.json", "--against", "")]
    [InlineData("A path is empty", "encode", "mappings/orders.yaml", "--body", "@")]
    [InlineData("A path is empty", "invoke", "--body", "@")]
    [InlineData("--attribute is for the messages of --body", "invoke", "--example", "basic", "--attribute", "a=String:b")]
    [InlineData("--format belongs after the words of the command, 'sqs-ingestor check'.", "--format", "json", "check", "m.yaml")]
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

    /// <summary>A command that takes files does not take a misspelled option for one.</summary>
    [Theory]
    [InlineData("check", "mappings/orders.yaml", "--frmat", "json")]
    [InlineData("test", "mappings/orders.yaml", "--frmat=json")]
    [InlineData("infer", "mappings/samples/bodies/order.json", "-frmat")]
    [InlineData("schema", "show", "--frmat")]
    public async Task CommandLine_UnknownOptionOfACommandWithFiles_IsRefused(params string[] arguments)
    {
        var result = await SqsIngestorProgram.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("error command_line: 'sqs-ingestor ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("has no option '-", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.Errors.Count(character => character == '\n'));
    }

    [Fact]
    public async Task CommandLine_FileWithTheNameOfAnOption_CanBeNamedAfterTwoDashes()
    {
        var result = await SqsIngestorProgram.RunAsync("check", "--", "--frmat");

        Assert.Contains("--frmat: error MAP001: the file cannot be read: it does not exist", result.Errors + result.Output,
            StringComparison.Ordinal);
    }

    /// <summary>What only the command itself finds out is said as what the parser finds out.</summary>
    [Theory]
    [InlineData("There is no message.", "encode", "mappings/orders.yaml")]
    [InlineData("There is no mapping.", "explain", "--body", "x")]
    [InlineData("--direct requires --event FILE.", "invoke", "--direct")]
    [InlineData("--direct and --probe exclude each other.", "invoke", "--direct", "--probe")]
    [InlineData("--probe and --body exclude each other.", "invoke", "--probe", "--body", "x")]
    [InlineData("'sqs-ingestor explain' has no option '--format'.", "explain", "--format", "json")]
    public async Task CommandLine_ThatLacksSomething_IsRefusedInTwoLines(string words, params string[] arguments)
    {
        var result = await SqsIngestorProgram.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error command_line: " + words, result.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"Run 'sqs-ingestor {arguments[0]} --help' for usage.\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.Errors.Count(character => character == '\n'));
    }

    /// <summary>The value of an attribute can be content of a message.</summary>
    [Theory]
    [InlineData("token=hunter2")]
    [InlineData("hunter2")]
    [InlineData("token=Binary:hunter2!")]
    public async Task Invoke_WrongAttribute_DoesNotShowItsValue(string attribute)
    {
        var result = await SqsIngestorProgram.RunAsync("invoke", "--body", "x", "--attribute", attribute);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("hunter2", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>A folder of the user that cannot be created does not end in a stack trace.</summary>
    [Fact]
    public async Task Queue_WithoutAUsableHome_SaysThatNoServerRuns()
    {
        var result = await SqsIngestorProgram.RunWithAsync(
            new Dictionary<string, string> { ["HOME"] = "/dev/null/x", ["XDG_RUNTIME_DIR"] = "" }, "queue");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error server_not_found: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_ValueAfterAMisspelledOption_GetsNoSuggestion()
    {
        var result = await SqsIngestorProgram.RunAsync("encode", "m.yaml", "--bodi", "{}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no option '--bodi'; did you mean '--body'?", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("-h", result.Errors.Replace("--help", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
