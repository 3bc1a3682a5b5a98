using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class LayerFilesTests
{
    [Fact]
    public void From_NothingSet_IsTheLayerOfLambdaAndTheProgramsFolder() =>
        Assert.Equal(new LayerFiles("/opt/sqs-ingestor", AppContext.BaseDirectory), LayerFiles.From(_ => null));

    [Fact]
    public void Places_RelativePath_AreLayerThenPackage() =>
        Assert.Equal(
            ["/opt/sqs-ingestor/mappings/orders.yaml", "/var/task/mappings/orders.yaml"],
            new LayerFiles("/opt/sqs-ingestor", "/var/task").Places("mappings/orders.yaml"));

    [Fact]
    public void Places_AbsolutePath_IsItself() =>
        Assert.Equal(["/data/orders.yaml"], new LayerFiles("/opt/sqs-ingestor", "/var/task").Places("/data/orders.yaml"));
}
