using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
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

    /// <summary>Terraform reads both, so one without the other is worse than none.</summary>
    [Fact]
    public async Task Package_DescriptionThatCannotBeWritten_LeavesTheLayerAsItWas()
    {
        File.WriteAllText(Layer, "before");
        Directory.CreateDirectory(Layer + ".json");

        var result = await RunAsync("--layer-only", "mappings/sqs_messages.yaml", "--descriptors", "descriptors");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "layer.zip.json: The file cannot be written, and nothing has changed", result.Errors, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(Layer));
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
    [InlineData("A layer needs its mappings. Name them.", "--descriptors", "descriptors")]
    [InlineData("A layer needs its mappings. Name them.", "--layer-only")]
    [InlineData("nowhere does not exist", "nowhere", "--descriptors", "descriptors")]
    [InlineData("has no .yaml file", "descriptors", "--descriptors", "descriptors")]
    [InlineData("MAPPING has a path that is empty", "")]
    [InlineData("--descriptors has a path that is empty", "mappings", "--descriptors", "")]
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
    public async Task Package_LayerOnly_HasTheFilesThatTheMappingUsesAndTheirChecksum()
    {
        var result = await RunAsync(
            "--layer-only", "mappings/sqs_messages.yaml", "--descriptors", "descriptors", "--descriptors",
            "descriptors/orders.binpb");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["sqs-ingestor/descriptors/sqs_messages.binpb", "sqs-ingestor/mappings/sqs_messages.yaml"], Names());
        Assert.Contains(
            "descriptors/orders.binpb: no mapping uses this file, so the layer does not have it.", result.Output,
            StringComparison.Ordinal);
        var lines = new[] { "descriptors/sqs_messages.binpb", "mappings/sqs_messages.yaml" }
            .Select(name => $"{Hash(File.ReadAllBytes(RepositoryFiles.PathOf(name.Split('/'))))}  {name}\n");
        var json = JsonNode.Parse(File.ReadAllText(Layer + ".json"))!;
        Assert.Equal(Hash(Encoding.UTF8.GetBytes(string.Concat(lines))), (string?)json["config_sha256"]);
        Assert.Equal("sqs_messages.yaml", (string?)json["mapping"]);
        // TABLE_NAME names it.
        Assert.Equal("[]", json["tables"]!.ToJsonString());
    }

    [Fact]
    public async Task Package_SeveralMappings_AreInTheJsonOneByOne()
    {
        await RunAsync("--layer-only", "mappings/orders.yaml", "mappings/sqs_messages.yaml");

        var mappings = JsonNode.Parse(File.ReadAllText(Layer + ".json"))!["mappings"]!.AsArray();
        Assert.Equal(["orders.yaml", "sqs_messages.yaml"], mappings.Select(each => (string?)each!["mapping"]));
        Assert.Contains("main.sales.orders", mappings[0]!["tables"]!.AsArray().Select(each => (string?)each));
        Assert.NotEqual((string?)mappings[0]!["config_sha256"], (string?)mappings[1]!["config_sha256"]);
    }

    [Fact]
    public async Task Package_LayerOnly_DoesNotDependOnTimesModesAndTheFolder()
    {
        using var project = new TemporaryFolder();
        foreach (var file in (string[])["mappings/orders.yaml", "descriptors/orders.binpb", "descriptors/quarantine.binpb"])
        {
            var source = RepositoryFiles.PathOf(file.Split('/'));
            if (!File.Exists(source)) continue;
            File.SetLastWriteTimeUtc(project.Write(file, File.ReadAllBytes(source)), new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(project[file], UnixFileMode.UserRead);
        }

        await RunAsync("--layer-only", "mappings/orders.yaml");
        var first = File.ReadAllBytes(Layer);
        var result = await RunAsync("--layer-only", project["mappings/orders.yaml"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Equal(first, File.ReadAllBytes(Layer));
        using var zip = ZipFile.OpenRead(Layer);
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
    }

    [Fact]
    public async Task Package_LayerOnlyInAProject_NeedsNeitherOptionsNorAnSdk()
    {
        using var project = new TemporaryFolder();
        await SqsIngestorProgram.RunAsync("init", project.Path, "--shape", "json", "--force");
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = "/nowhere",
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };

        var named = await SqsIngestorProgram.RunInAsync(
            project.Path, variables, ["package", "--layer-only", "mappings/orders.yaml"]);
        var first = File.ReadAllBytes(project["artifacts/package/layer.zip"]);
        var unnamed = await SqsIngestorProgram.RunInAsync(project.Path, variables, ["package", "--layer-only"]);

        Assert.True(named.ExitCode == 0, named.Output + named.Errors);
        Assert.Contains("1 mapping, 1 descriptor set", named.Output, StringComparison.Ordinal);
        Assert.Equal((0, named.Output), (unnamed.ExitCode, unnamed.Output));
        Assert.Equal(first, File.ReadAllBytes(project["artifacts/package/layer.zip"]));
    }

    [Theory]
    [InlineData("table: main.sales.orders\nauto: { from: $.body }\n", "descriptors/orders.binpb", null)]
    [InlineData(
        "table: main.sales.gone\nauto: { from: $.body }\n", "descriptors/",
        "because its schema comes from Unity Catalog and gone.binpb is not here. Write it with sqs-ingestor schema pull")]
    [InlineData(
        "tables:\n  - { table: main.sales.orders, auto: { from: $.body } }\n"
            + "  - { table: main.sales.gone, auto: { from: $.body } }\n",
        "descriptors/orders.binpb", "and gone.binpb is not here")]
    [InlineData("auto: { from: $.body }\n", "descriptors/", "and the mapping does not name its table")]
    [InlineData(
        "table: main.sales.gone\npayload: { decode: [base64, { decode: avro, schema: reading.avsc }] }\n"
            + "auto: { from: $.body }\n",
        "descriptors/reading.avsc", "gone.binpb is not here")]
    public async Task Package_UnityCatalog_TakesTheSetsThatAreThere(string mapping, string descriptors, string? notice)
    {
        using var project = new TemporaryFolder();
        project.Write("mappings/uc.yaml", $"version: 1\ndescriptor: unity-catalog\n{mapping}");
        var sql = project.Write("orders.sql", "CREATE TABLE main.sales.orders (id STRING);");
        await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", project.Path);
        project.Write("descriptors/reading.avsc", """{"type":"record","name":"R","fields":[]}""");

        var result = await RunAsync("--layer-only", project["mappings/uc.yaml"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Equal([Root(descriptors), Root("mappings/uc.yaml")], Names());
        if (notice is null) Assert.DoesNotContain("was checked", result.Output, StringComparison.Ordinal);
        else Assert.Contains(notice, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("autoo: { from: $.body }\n", "error MAP101")]
    [InlineData(
        "payload: { decode: [base64, { decode: avro, schema: none.avsc }] }\nauto: { from: $.body }\n",
        "cannot read the schema none.avsc: it is not in ")]
    public async Task Package_UnityCatalogWithErrors_IsRefused(string mapping, string problem)
    {
        using var project = new TemporaryFolder();
        project.Write("mappings/uc.yaml", $"version: 1\ndescriptor: unity-catalog\ntable: main.sales.gone\n{mapping}");

        var result = await RunAsync("--layer-only", project["mappings/uc.yaml"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(problem, result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Layer));
    }

    [Fact]
    public async Task Package_WithoutCheckout_SaysWhereTheProgramIs()
    {
        var result = await SqsIngestorProgram.RunInAsync(
            _folder.FullName, new Dictionary<string, string>(), ["package", "--arch", "x64"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error source_not_found: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Or take bootstrap-x64.zip and SHA256SUMS from release ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x64", 0)]
    [InlineData("arm64", 2)]
    public async Task Package_InstalledProgramOfARelease_GivesTheZipThatItCarries(string arch, int exit)
    {
        using var installed = new TemporaryFolder();
        var start = SqsIngestorProgram.Start([]);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(start.FileName)!))
            File.Copy(file, installed[Path.GetFileName(file)]);
        installed.Write("programs/bootstrap-x64.zip", "the zip of the release");
        start.FileName = installed[Path.GetFileName(start.FileName)];
        foreach (var argument in (string[])["package", "--arch", arch, "--output", _folder.FullName])
            start.ArgumentList.Add(argument);
        start.WorkingDirectory = installed.Path;

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == exit, output + await errors);
        if (exit == 0)
        {
            Assert.Equal("the zip of the release", File.ReadAllText(Path.Combine(_folder.FullName, "bootstrap.zip")));
            Assert.Contains("x64, the program of version ", output, StringComparison.Ordinal);
        }
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

    private static string Root(string name) => $"sqs-ingestor/{name}";

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private List<string> Names()
    {
        using var zip = ZipFile.OpenRead(Layer);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private string Layer => Path.Combine(_folder.FullName, "layer.zip");

    private Task<CommandResult> RunAsync(params IEnumerable<string> arguments) =>
        SqsIngestorProgram.RunAsync(["package", "--output", _folder.FullName, .. arguments]);
}
