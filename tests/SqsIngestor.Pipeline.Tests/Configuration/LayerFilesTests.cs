using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class FunctionFilesTests
{
    [Fact]
    public void From_NothingSet_IsTheLayerOfLambdaAndTheProgramsFolder() =>
        Assert.Equal(new FunctionFiles("/opt/sqs-ingestor", AppContext.BaseDirectory), FunctionFiles.From(_ => null));

    [Fact]
    public void Places_RelativePath_AreLayerThenPackage() =>
        Assert.Equal(
            ["/opt/sqs-ingestor/mappings/orders.yaml", "/var/task/mappings/orders.yaml"],
            new FunctionFiles("/opt/sqs-ingestor", "/var/task").Places("mappings/orders.yaml"));

    [Fact]
    public void Places_AbsolutePath_IsItself() =>
        Assert.Equal(["/data/orders.yaml"], new FunctionFiles("/opt/sqs-ingestor", "/var/task").Places("/data/orders.yaml"));
}
