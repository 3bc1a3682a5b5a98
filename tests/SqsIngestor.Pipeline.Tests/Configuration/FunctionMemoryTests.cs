using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class FunctionMemoryTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData("128", "1", 40, 4)]
    [InlineData("256", "1", 80, 8)]
    [InlineData("10240", "1", 3200, 320)]
    [InlineData("4096", "16", 1280, 8)]
    [InlineData("128", "100", 40, 1)]
    [InlineData(null, null, 320, 32)]
    [InlineData("much", "-1", 320, 32)]
    public void From_TheVariablesOfLambda_DividesHalfOfTheMemory(string? size, string? invocations, long inFlight, int message)
    {
        var memory = FunctionMemory.From(name => name switch
        {
            EnvironmentVariables.AwsLambdaFunctionMemorySize => size,
            EnvironmentVariables.AwsLambdaMaxConcurrency => invocations,
            _ => null,
        });

        Assert.Equal((inFlight * MiB, message * MiB), (memory.InFlightBytes, memory.MessageBytes));
        // The floor of one message costs more than half of the memory where many invocations share little.
        var all = memory.InFlightBytes + (long)memory.Invocations * MappingLimits.MessageMemoryFactor * memory.MessageBytes;
        Assert.InRange(all, 0, message == 1 ? memory.InFlightBytes + 600 * MiB : memory.Budget);
    }
}
