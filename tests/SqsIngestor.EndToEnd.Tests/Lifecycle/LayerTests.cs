using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>The real program with its mapping and its descriptors in a layer.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly TemporaryFolder _layer = new();

    public void Dispose() => _layer.Dispose();

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
}
