using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class FunctionMemoryTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData("128", "1", 40, 8)]
    [InlineData("256", "1", 80, 16)]
    [InlineData("10240", "1", 3200, 640)]
    [InlineData("4096", "16", 1280, 16)]
    [InlineData("128", "100", 40, 1)]
    [InlineData(null, null, 320, 64)]
    [InlineData("much", "-1", 320, 64)]
    public void From_TheVariablesOfLambda_DividesHalfOfTheMemory(string? size, string? invocations, long inFlight, int message)
    {
        var memory = FunctionMemory.From(name => name switch
        {
            EnvironmentVariables.AwsLambdaFunctionMemorySize => size,
            EnvironmentVariables.AwsLambdaMaxConcurrency => invocations,
            _ => null,
        });

        Assert.Equal((inFlight * MiB, message * MiB), (memory.InFlightBytes, memory.MessageBytes));
        Assert.InRange(memory.InFlightBytes + memory.MessageBytes, 0, memory.Budget);
    }
}
