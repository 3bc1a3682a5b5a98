using System.IO.Compression;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Package;

/// <summary>
/// The layer through the command line. Programs are built and started by <c>.ci/run</c>, which has the time for it.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_LayerOnly_HasMappingsAndDescriptorsWhereTheFunctionLooks()
    {
        var result = await RunAsync("--layer-only", "mappings", "--descriptors", "descriptors");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        using var zip = ZipFile.OpenRead(Layer);
        var names = zip.Entries.Select(e => e.FullName).ToList();
        Assert.Contains("sqs-ingestor/mappings/sqs_messages.yaml", names);
        Assert.Contains("sqs-ingestor/descriptors/sqs_messages.binpb", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(zip.Entries, e => Assert.Equal(Convert.ToInt32("100644", 8), e.ExternalAttributes >> 16 & 0xffff));
        Assert.Contains("layer.zip: 0.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_LayerOnlyTwice_IsTheSameFile()
    {
        await RunAsync(
            "--layer-only", "mappings/sqs_messages.yaml", "--descriptors", "descriptors/sqs_messages.binpb");
        var first = File.ReadAllBytes(Layer);
        await RunAsync("--layer-only", "mappings/sqs_messages.yaml", "--descriptors", "descriptors");

        Assert.NotEmpty(first);
        using var zip = ZipFile.OpenRead(Layer);
        Assert.Contains(zip.Entries, e => e.FullName == "sqs-ingestor/descriptors/sqs_messages.binpb");
        await RunAsync(
            "--layer-only", "mappings/sqs_messages.yaml", "--descriptors", "descriptors/sqs_messages.binpb");
        Assert.Equal(first, File.ReadAllBytes(Layer));
    }

    [Fact]
    public async Task Package_MappingWithErrors_MakesNothingAndSaysWhere()
    {
        using var file = new TemporaryFile(
            File.ReadAllText(RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"))
            .Replace("  aws_region: ", "  aws_regio: ", StringComparison.Ordinal));

        var result = await RunAsync(file.Path, "--descriptors", "descriptors");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{file.Path}:21:3: error MAP401", result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was packed", result.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task Package_DescriptorNotAmongThoseGiven_SaysSo()
    {
        var other = Path.Combine(_folder.FullName, "other.binpb");
        File.Copy(RepositoryFiles.PathOf("descriptors", "sqs_messages.binpb"), other);

        var result = await RunAsync("--layer-only", "mappings/sqs_messages.yaml", "--descriptors", other);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("it is not among the files of --descriptor", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Layer));
    }

    [Theory]
    [InlineData("descriptors", null)]
    [InlineData(
        "descriptors/readings.binpb",
        "cannot read the schema reading.avsc: it is not among the files of --descriptor")]
    public async Task Package_MappingThatNamesASchema_NeedsIt(string descriptor, string? problem)
    {
        using var source = new TemporaryFolder();
        await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", source.Write("t.sql", "CREATE TABLE main.raw.readings (id STRING);"), "--output",
            source.Path);
        source.Write(
            "readings.yaml",
            "version: 1\ndescriptor: readings.binpb\ntable: main.raw.readings\n"
                + "payload: { decode: [base64, { decode: avro, schema: reading.avsc }] }\ncolumns: { id: $.body.id }\n");
        source.Write(
            "descriptors/reading.avsc",
            """{"type":"record","name":"R","fields":[{"name":"id","type":"string"}]}""");

        var result = await RunAsync(
            "--layer-only", source["readings.yaml"], "--descriptors", source[descriptor]);

        if (problem is not null)
        {
            Assert.Contains(problem, result.Output, StringComparison.Ordinal);
            Assert.False(File.Exists(Layer));
            return;
        }

        using var zip = ZipFile.OpenRead(Layer);
        Assert.Contains(zip.Entries, entry => entry.FullName == "sqs-ingestor/descriptors/reading.avsc");
        Assert.Contains("1 mapping, 1 descriptor set, 1 schema", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name them with --descriptors", "mappings")]
    [InlineData("A layer needs its mappings. Name them.", "--descriptors", "descriptors")]
    [InlineData("A layer needs its mappings. Name them.", "--layer-only")]
    [InlineData("nowhere does not exist", "nowhere", "--descriptors", "descriptors")]
    [InlineData("has no .yaml file", "descriptors", "--descriptors", "descriptors")]
    [InlineData("is not a checkout of SqsIngestor", "--source", "/tmp")]
    [InlineData("sparc", "--arch", "sparc")]
    public async Task Package_WrongCommandLine_Is2AndSaysWhy(string reason, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task Package_TwoMappingsOfOneName_Is2()
    {
        var copy = Path.Combine(_folder.CreateSubdirectory("copy").FullName, "sqs_messages.yaml");
        File.Copy(RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"), copy);

        var result = await RunAsync(
            "--layer-only", "mappings/sqs_messages.yaml", copy, "--descriptors", "descriptors");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("have the same name", result.Errors, StringComparison.Ordinal);
    }

    private string Layer => Path.Combine(_folder.FullName, "layer.zip");

    private Task<CommandResult> RunAsync(params IEnumerable<string> arguments) =>
        SqsIngestorProgram.RunAsync(["package", "--output", _folder.FullName, .. arguments]);
}
