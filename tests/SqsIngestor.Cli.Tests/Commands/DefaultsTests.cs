using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>The values of options from the environment and from the project file, and old names.</summary>
public sealed class DefaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Project_InAFolderAbove_GivesMappingDescriptorsAndSql()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\nsql: [main.sales.orders=d/orders.sql]\nvars: { unused: x }\n");

        var check = await RunAsync([], "check");
        var encoded = await RunAsync([], "encode", "--event", RepositoryFiles.PathOf("mappings", "samples", "orders.json"));

        Assert.Equal((0, "1 mapping, 0 errors, 0 warnings\n", ""), (check.ExitCode, check.Output, check.Errors));
        Assert.Equal(0, encoded.ExitCode);
        Assert.StartsWith("{\"table\":\"main.sales.orders\"", encoded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_MappingOnTheCommandLine_IsUsedInstead()
    {
        Project("mapping: nowhere.yaml\n");

        var check = await RunAsync([], "check", _folder["p", "m", "orders.yaml"], "--descriptors", _folder["p", "d"]);

        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public async Task Project_NamedByItsOption_IsUsedFromAnywhere()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        var check = await SqsIngestorProgram.RunAsync("check", "--project", _folder["p", "sqs-ingestor.yaml"], "-v");

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("sqs-ingestor.yaml, mapping gives ", check.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mappin: x", ":1:1: error project_invalid: The project file has no key 'mappin'; did you mean 'mapping'?")]
    [InlineData("- x", ":1:1: error project_invalid: The project file must have keys and values.")]
    [InlineData("mapping: { a: b }", ":1:10: error project_invalid: 'mapping' takes a file, or a list of files.")]
    [InlineData("vars: x", ":1:7: error project_invalid: 'vars' takes names and values.")]
    [InlineData("mapping: [a", "error project_invalid: The project file is not YAML")]
    [InlineData("mapping: [\na\n]", ":1:10: error project_invalid: The project file is not YAML from here on")]
    public async Task Project_ThatIsWrong_IsRefusedAtItsPlace(string yaml, string expected)
    {
        Project(yaml);

        var check = await RunAsync([], "check");

        Assert.Equal((2, ""), (check.ExitCode, check.Output));
        Assert.Contains(expected, check.Errors, StringComparison.Ordinal);
    }

    /// <summary>Texts on which a reader of YAML would recurse, or expand without end.</summary>
    [Theory]
    [InlineData("? &a [*a]\n: 1")]
    [InlineData("vars: { a: &a [1], b: [*a, *a] }")]
    [InlineData("vars: [[[[[[[[[[[[1]]]]]]]]]]]]")]
    public async Task Project_CyclicOrDeep_IsRefused(string yaml)
    {
        Project(yaml);

        var check = await RunAsync([], "check");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains("error project_invalid: The project file ", check.Errors, StringComparison.Ordinal);
    }

    /// <summary>A mapping that is named has its own descriptors, next to it.</summary>
    [Fact]
    public async Task Project_MappingOnTheCommandLine_HasItsOwnDescriptors()
    {
        Project("mapping: m/orders.yaml\ndescriptors: nowhere\n");
        _folder.Write("p/other/mappings/orders.yaml", RepositoryFiles.Read("mappings", "orders.yaml"));
        _folder.Write("p/other/mappings/samples/orders.json", RepositoryFiles.Read("mappings", "samples", "orders.json"));
        _folder.Write("p/other/descriptors/orders.binpb", RepositoryFiles.Read("descriptors", "orders.binpb"));

        var check = await RunAsync([], "check", _folder["p", "other", "mappings", "orders.yaml"]);

        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public async Task Project_WithAnEvent_IsEnoughForEncode()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\nevent: m/samples/orders.json\n");

        var encoded = await RunAsync([], "encode");
        var body = await RunAsync(
            [], "encode", "--body", "@" + RepositoryFiles.PathOf("mappings", "samples", "bodies", "order.json"));

        Assert.Equal((0, 0), (encoded.ExitCode, body.ExitCode));
        Assert.NotEqual(encoded.Output, body.Output);
    }

    [Fact]
    public async Task Project_PathWithAnEqualsSign_IsAPath()
    {
        Project("mapping: m/a=b/orders.yaml\ndescriptors: d\n");
        Directory.CreateDirectory(_folder["p", "m", "a=b"]);
        File.Copy(_folder["p", "m", "orders.yaml"], _folder["p", "m", "a=b", "orders.yaml"]);

        Assert.Equal((0, ""), await ErrorsAsync([], "check"));
    }

    [Theory]
    [InlineData("many", "error command_line: SQS_INGESTOR_MESSAGE: 'many' is not a whole number for --message.")]
    [InlineData("99999999999", "error command_line: SQS_INGESTOR_MESSAGE: '99999999999' is not a whole number for --message.")]
    [InlineData("\u001b[31m", "error command_line: SQS_INGESTOR_MESSAGE: '\\u001b[31m' is not a whole number for --message.")]
    public async Task Variable_WithAWrongValue_IsNamed(string value, string expected)
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        var (code, errors) = await ErrorsAsync([("SQS_INGESTOR_MESSAGE", value)], "encode", "--body", "x");

        Assert.Equal(2, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_WithAnOldWord_IsNamed()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        Assert.Equal(
            (0, "warning: SQS_INGESTOR_FORMAT: 'human' is an old word: write text.\n"),
            await ErrorsAsync([("SQS_INGESTOR_FORMAT", "human")], "check"));
    }

    /// <summary>With --verbose: paths and words, and no values that may be secrets.</summary>
    [Fact]
    public async Task Verbose_SaysWhatDefaultsAre()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\nvars: { password: hunter2 }\n");

        var (code, errors) = await ErrorsAsync([("SQS_INGESTOR_FORMAT", "json")], "check", "--verbose");

        Assert.Equal(0, code);
        Assert.Equal(
            [
                "SQS_INGESTOR_FORMAT gives --format=json", "sqs-ingestor.yaml, descriptors gives --descriptors=../d",
                "sqs-ingestor.yaml, mapping gives ../m/orders.yaml", "sqs-ingestor.yaml, vars gives --var",
            ],
            errors.Split('\n').Where(line => line.Contains(" gives ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'), line => line.StartsWith("reading ", StringComparison.Ordinal)
            && line.EndsWith("orders.yaml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SQS_INGESTOR_QUIET", "--verbose")]
    [InlineData("SQS_INGESTOR_VERBOSE", "--quiet")]
    public async Task Variable_OfAGlobalOption_YieldsToTheOther(string name, string option)
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        Assert.Equal(0, (await RunAsync([(name, "true")], "check", option)).ExitCode);
    }

    /// <summary>The place of the defaults does not depend on a value that has the name of the command.</summary>
    [Fact]
    public async Task Project_NamedLikeTheCommand_IsRead()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");
        File.Move(_folder["p", "sqs-ingestor.yaml"], _folder["p", "check"]);

        var check = await SqsIngestorProgram.RunInAsync(
            _folder["p"], new Dictionary<string, string>(), ["--project", "check", "check"]);

        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
    }

    /// <summary>A command that the project file has nothing for does not read it.</summary>
    [Fact]
    public async Task Project_ThatIsWrong_LeavesOtherCommandsAlone()
    {
        Project("mappin: x");

        Assert.Equal(0, (await RunAsync([], "completion", "bash")).ExitCode);
        Assert.Equal(0, (await RunAsync([], "check", "--help")).ExitCode);
    }

    [Fact]
    public async Task Variable_OfAnOption_GivesItsValue()
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        var json = await RunAsync([("SQS_INGESTOR_FORMAT", "json")], "check");
        var given = await RunAsync([("SQS_INGESTOR_FORMAT", "json"), ("SQS_INGESTOR_QUIET", "1")], "check", "--format", "text");
        var mapping = await RunAsync([("SQS_INGESTOR_MAPPING", "nowhere.yaml")], "check");

        Assert.Equal((0, "[]\n"), (json.ExitCode, json.Output));
        Assert.Equal((0, ""), (given.ExitCode, given.Output));
        Assert.StartsWith("nowhere.yaml: error MAP001", mapping.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_WithSeveralLines_GivesAValueForEach()
    {
        var orders = RepositoryFiles.PathOf("mappings", "orders.yaml");

        var checkedTwice = await SqsIngestorProgram.RunWithAsync(
            new Dictionary<string, string> { ["SQS_INGESTOR_MAPPING"] = $"{orders}\nmappings/sqs_messages.yaml\n" }, "check");

        Assert.Equal("2 mappings, 0 errors, 0 warnings\n", checkedTwice.Output);
    }

    [Theory]
    [InlineData("SQS_INGESTOR_FORMAT", "tble", "'tble' is not a value of --format; use one of text, json, sarif.")]
    [InlineData("SQS_INGESTOR_WARNINGS_AS_ERRORS", "maybe", "'maybe' is neither true nor false.")]
    public async Task Variable_ThatIsWrong_IsNamed(string name, string value, string expected)
    {
        Project("mapping: m/orders.yaml\ndescriptors: d\n");

        var check = await RunAsync([(name, value)], "check");

        Assert.Equal((2, ""), (check.ExitCode, check.Output));
        Assert.Contains($"error command_line: {name}: {expected}", check.Errors, StringComparison.Ordinal);
    }

    /// <summary>What the command line says is not refused because of a default that it excludes.</summary>
    [Fact]
    public async Task Variable_ThatTheCommandLineExcludes_IsNotUsed()
    {
        var encoded = await SqsIngestorProgram.RunWithAsync(
            new Dictionary<string, string> { ["SQS_INGESTOR_EVENT"] = "nowhere.json" },
            "encode", "mappings/orders.yaml", "--body", "@mappings/samples/bodies/order.json");

        Assert.Equal(0, encoded.ExitCode);
    }

    [Theory]
    [InlineData("--mapping' is an old name", "encode", "--mapping", "mappings/orders.yaml", "--event",
        "mappings/samples/orders.json")]
    [InlineData("'--format human' has an old word: write --format text", "check", "mappings/orders.yaml", "--format", "human")]
    [InlineData("'--mapping' is an old name: write --with-mapping", "schema", "pull", "--from-sql", "descriptors/orders.sql",
        "--table", "main.sales.orders", "--mapping", "--output", "FOLDER")]
    [InlineData("'--descriptor' is an old name: write --descriptors", "package", "--layer-only", "mappings/orders.yaml",
        "--descriptor", "descriptors", "--output", "FOLDER")]
    [InlineData("'--mapping' is an old name: write the mappings", "package", "--layer-only", "--mapping", "mappings/orders.yaml",
        "--descriptors", "descriptors", "--output", "FOLDER")]
    public async Task OldName_OfAnOption_WorksWithAWarning(string warning, params string[] words)
    {
        var result = await SqsIngestorProgram.RunAsync(words.Select(word => word == "FOLDER" ? _folder.Path : word));

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("warning: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(warning, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldName_BesideTheNew_IsRefused()
    {
        var result = await SqsIngestorProgram.RunAsync("encode", "a.yaml", "--mapping", "b.yaml", "--body", "x");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "error command_line: There are two mappings, a.yaml and b.yaml.", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A project with the orders mapping, and a folder below it in which the commands run.</summary>
    private void Project(string yaml)
    {
        _folder.Write("p/sqs-ingestor.yaml", yaml);
        _folder.Write("p/m/orders.yaml", RepositoryFiles.Read("mappings", "orders.yaml"));
        _folder.Write("p/m/samples/orders.json", RepositoryFiles.Read("mappings", "samples", "orders.json"));
        foreach (var file in new[] { "orders.binpb", "orders.sql" })
            _folder.Write($"p/d/{file}", RepositoryFiles.Read("descriptors", file));

        Directory.CreateDirectory(_folder["p", "below"]);
    }

    private Task<CommandResult> RunAsync((string Name, string Value)[] variables, params string[] words) =>
        SqsIngestorProgram.RunInAsync(_folder["p", "below"], variables.ToDictionary(), words);

    private async Task<(int ExitCode, string Errors)> ErrorsAsync(
        (string Name, string Value)[] variables, params string[] words)
    {
        var result = await RunAsync(variables, words);
        return (result.ExitCode, result.Errors);
    }
}
