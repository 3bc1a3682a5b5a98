using System.Text.RegularExpressions;
using SqsIngestor.Cli.Init;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Init;

public sealed partial class GalleryTests
{
    public static TheoryData<string> Shapes { get; } = [.. GalleryShape.All.Select(shape => shape.Name)];

    [Fact]
    public void All_Folders_HaveARow() => Assert.Equal(
        Directory.EnumerateDirectories(RepositoryFiles.PathOf("mappings", "gallery")).Select(Path.GetFileName).Order(),
        GalleryShape.All.Select(shape => shape.Name).Order());

    [Fact]
    public void All_UnwrappedMessages_HaveARow() => Assert.Equal(
        LanguageReference.PayloadShapes.Select(shape => shape.Word).Order(),
        GalleryShape.All.Select(shape => shape.Payload?.Word).OfType<string>().Order());

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Mapping_OfEachShape_PassesCheckAndItsTests(string shape)
    {
        var mapping = RepositoryFiles.PathOf("mappings", "gallery", shape, "mapping.yaml");

        var check = await SqsIngestorProgram.RunAsync(
            "check", mapping, "--against", RepositoryFiles.PathOf("mappings", "gallery", shape, "table.sql"));
        var test = await SqsIngestorProgram.RunAsync("test", mapping);
        var encode = await SqsIngestorProgram.RunAsync(
            "encode", mapping, "--event", RepositoryFiles.PathOf("mappings", "gallery", shape, "event.json"));

        Assert.Equal("1 mapping, 0 errors, 0 warnings\n", check.Output);
        Assert.EndsWith("2 passed, 0 failed\n", test.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", test.Output, StringComparison.Ordinal);
        // A message that the mapping drops has a line on standard error, and is not a failure.
        Assert.True(encode.ExitCode == 0, encode.Errors);
        Assert.NotEmpty(encode.Output);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Descriptor_OfEachShape_IsThatOfItsTable(string shape)
    {
        var folder = RepositoryFiles.PathOf("mappings", "gallery", shape);
        var sql = await SqsIngestorProgram.RunAsync("schema", "sql", Path.Combine(folder, "table.binpb"));
        var proto = await SqsIngestorProgram.RunAsync("schema", "sql", Path.Combine(folder, "table.proto"));

        Assert.Equal(File.ReadAllText(Path.Combine(folder, "table.sql")), sql.Output);
        Assert.Equal(sql.Output, proto.Output);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Init_EachShape_WritesAProjectWhoseCommandsSucceed(string name)
    {
        using var folder = new TemporaryFolder();
        var shape = GalleryShape.Find(name)!;

        var result = await SqsIngestorProgram.RunAsync("init", folder["p"], "--shape", name);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var readme = File.ReadAllText(folder["p", "README.md"]);
        foreach (var command in ProjectFiles.NextCommands(shape))
        {
            Assert.Contains(command, result.Output, StringComparison.Ordinal);
            Assert.Contains(command, readme, StringComparison.Ordinal);
        }

        await RunAsync(folder["p"], $"sqs-ingestor test mappings/{shape.Table}.yaml");
    }

    [Fact]
    public async Task Init_CommandsOfTheReadme_Succeed()
    {
        using var folder = new TemporaryFolder();
        await SqsIngestorProgram.RunAsync("init", folder.Path);
        var commands = CommandsOf(folder["README.md"]);

        Assert.Equal(ProjectFiles.NextCommands(GalleryShape.Find(GalleryShape.Default)!).Count + 1, commands.Count);
        foreach (var command in commands)
        {
            // The demo starts servers; the tests of the README run it.
            if (!command.Contains(" demo ", StringComparison.Ordinal)) await RunAsync(folder.Path, command);
        }
    }

    [Fact]
    public async Task Init_CommandsOfAgents_Succeed()
    {
        using var folder = new TemporaryFolder();
        await SqsIngestorProgram.RunAsync("init", folder.Path);
        var commands = CommandsOf(folder["AGENTS.md"]);

        Assert.Equal(["check", "test", "explain", "encode"], commands.Select(static command => command.Split(' ')[1]));
        foreach (var command in commands) await RunAsync(folder.Path, command);
        // Commands in the text, with real names where they have placeholders.
        foreach (Match match in InText().Matches(File.ReadAllText(folder["AGENTS.md"])))
        {
            var command = match.Groups["command"].Value
                .Replace("COMMAND", "check", StringComparison.Ordinal).Replace("DIR", "inferred", StringComparison.Ordinal)
                .Replace("FILE", "mappings/samples/orders.json", StringComparison.Ordinal);
            await RunAsync(folder.Path, command);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AgentsFile_OfEachShape_IsShortAndNamesItsFiles(string name)
    {
        var shape = GalleryShape.Find(name)!;

        var text = AgentsFile.Text(shape);

        Assert.InRange(text.Split('\n').Length, 30, 60);
        foreach (var (path, _) in ProjectFiles.Of(shape, ""))
        {
            var isNamed = text.Contains(path.Replace('\\', '/'), StringComparison.Ordinal);
            Assert.True(isNamed || path.EndsWith(".proto", StringComparison.Ordinal) || path == "AGENTS.md", path);
        }
    }

    [Fact]
    public async Task Init_FilesThatExist_AreKeptWithoutForce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("README.md", "mine");

        var refused = await SqsIngestorProgram.RunAsync("init", folder.Path);
        var kept = Directory.GetFileSystemEntries(folder.Path);
        var forced = await SqsIngestorProgram.RunAsync("init", folder.Path, "--force");

        Assert.Equal((2, 0), (refused.ExitCode, forced.ExitCode));
        Assert.Contains("error file_exists", refused.Errors, StringComparison.Ordinal);
        Assert.Equal([folder["README.md"]], kept);
        Assert.NotEqual("mine", File.ReadAllText(folder["README.md"]));
    }

    [Fact]
    public async Task Init_List_NamesEachShape()
    {
        var result = await SqsIngestorProgram.RunAsync("init", "--list");

        Assert.Equal(
            GalleryShape.All.Select(shape => shape.Name),
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    private static List<string> CommandsOf(string file) =>
        [.. File.ReadAllLines(file).Where(static line => line.StartsWith("sqs-ingestor ", StringComparison.Ordinal))];

    private static async Task RunAsync(string folder, string command)
    {
        var start = SqsIngestorProgram.Start(command.Split(' ')[1..]);
        start.WorkingDirectory = folder;
        using var process = System.Diagnostics.Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.True(process.ExitCode == 0, $"{command}\n{await output}{await errors}");
    }

    /// <summary>A command between backticks.</summary>
    [GeneratedRegex("`(?<command>sqs-ingestor [^`]+)`")]
    private static partial Regex InText();
}
