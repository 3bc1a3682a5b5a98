using System.IO.Compression;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>The real program with its mapping and its descriptors in a layer.</summary>
public sealed class LayerTests : IDisposable
{
    private const string ReadingsSql = "CREATE TABLE main.raw.readings (id BIGINT, name STRING);";
    private const string ReadingsMapping =
        """
        version: 1
        descriptor: readings.binpb
        table: main.raw.readings
        payload: { decode: [base64, { decode: avro, schema: reading.avsc }] }
        columns: { id: $.body.id, name: $.body.name }
        """;
    private const string ReadingSchema =
        """
        {"type":"record","name":"Reading","fields":[{"name":"id","type":"long"},{"name":"name","type":"string"}]}
        """;

    // A value of the schema alone: 7, and a text of one letter.
    private static readonly string Reading = Convert.ToBase64String([14, 2, (byte)'x']);

    private readonly TemporaryFolder _layer = new();

    public void Dispose() => _layer.Dispose();

    private DeploymentOptions Readings => Options with { Sql = ReadingsSql, MappingFile = "mappings/readings.yaml" };

    private DeploymentOptions Options => new()
    {
        MappingFile = "mappings/sqs_messages.yaml",
        Environment = new Dictionary<string, string?>
        {
            ["SQS_INGESTOR_LAYER"] = _layer.Path,
            ["DESCRIPTOR_PATH"] = "descriptors",
        },
    };

    [Fact]
    public async Task Start_FilesInTheLayer_LandsMessages()
    {
        _layer.Write("mappings/sqs_messages.yaml", RepositoryFiles.Read("mappings", "sqs_messages.yaml"));
        _layer.Write("descriptors/sqs_messages.binpb", RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));
        await using var deployment = await Deployment.StartAsync(Options);

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));

        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Contains($"{_layer.Path}/mappings/sqs_messages.yaml", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DescriptorInNoPlace_IsAnInitErrorThatNamesThem()
    {
        _layer.Write("mappings/sqs_messages.yaml", RepositoryFiles.Read("mappings", "sqs_messages.yaml"));
        _layer.Write("descriptors/other.binpb", []);

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains(
            $"cannot read the descriptor {_layer.Path}/descriptors/sqs_messages.binpb: it does not exist, and ",
            error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("/descriptors/sqs_messages.binpb does not exist either", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LayerThatPackageMade_HasEachFileThatTheMappingNames()
    {
        await PackReadingsAsync();
        await using var deployment = await Deployment.StartAsync(Readings);

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m1", Reading)))));

        Assert.Equal([7L, "x"], Assert.Single(deployment.Query("SELECT id, name FROM $table").Rows));
    }

    [Fact]
    public async Task Start_LayerOfUnityCatalogWithoutDescriptors_ReadsTheTableAndLandsMessages()
    {
        using var source = new TemporaryFolder();
        source.Write(
            "mappings/readings.yaml",
            "version: 1\ndescriptor: unity-catalog\ntable: main.raw.readings\nauto: { from: $.body }\n");
        await PackAsync(source);
        await using var deployment = await Deployment.StartAsync(Readings);

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m1", """{"id":7,"name":"x"}""")))));

        Assert.Equal([7L, "x"], Assert.Single(deployment.Query("SELECT id, name FROM $table").Rows));
    }

    [Theory]
    [InlineData("readings.binpb", "cannot read the descriptor")]
    [InlineData("reading.avsc", "cannot read the schema")]
    public async Task Start_FileOfTheMappingIsMissing_IsAnInitErrorThatNamesIt(string name, string problem)
    {
        await PackReadingsAsync();
        File.Delete(_layer["descriptors", name]);

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Readings));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains(
            $"{problem} {_layer["descriptors", name]}: it does not exist, and ", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readings.binpb", "MAP201")]
    [InlineData("reading.avsc", "is not a schema of Avro")]
    public async Task Start_FileOfTheMappingIsAnother_IsAnInitErrorThatNamesIt(string name, string problem)
    {
        await PackReadingsAsync();
        _layer.Write($"descriptors/{name}", "{}");

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Readings));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains(_layer["descriptors", name], error.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(problem, error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DescriptorPathIsASet_FindsTheSchemaNextToIt()
    {
        await PackReadingsAsync();
        await using var deployment = await Deployment.StartAsync(
            Readings with
            {
                MappingFile = _layer["mappings", "readings.yaml"],
                DescriptorPath = _layer["descriptors", "readings.binpb"],
                Environment = new Dictionary<string, string?>(),
            });

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m1", Reading)))));
    }

    /// <summary>Makes the layer of a mapping that names a schema, by the command, and puts it where the function looks.</summary>
    private async Task PackReadingsAsync()
    {
        using var source = new TemporaryFolder();
        await RunAsync(
            "schema", "pull", "--from-sql", source.Write("readings.sql", ReadingsSql), "--output", source.Path);
        source.Write("descriptors/reading.avsc", ReadingSchema);
        source.Write("mappings/readings.yaml", ReadingsMapping);
        await PackAsync(source);
    }

    private async Task PackAsync(TemporaryFolder source)
    {
        await RunAsync("package", "--layer-only", source["mappings"], "--output", source.Path);
        ZipFile.ExtractToDirectory(source["layer.zip"], source["opt"]);
        foreach (var folder in (string[])["mappings", "descriptors"])
        {
            Directory.Move(source["opt", "sqs-ingestor", folder], _layer[folder]);
        }
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var result = await SqsIngestorProgram.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }
}
