using System.Globalization;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// How the function divides its memory. Half of it holds rows and buffers; the program, the event and the libraries need the
/// rest. It allocates memory only when it needs it.
/// </summary>
/// <param name="Bytes">The memory of the function.</param>
/// <param name="Invocations">How many invocations the process runs at the same time.</param>
internal sealed record FunctionMemory(long Bytes, int Invocations = 1)
{
    /// <summary>The memory of a function whose size is not known, because it does not run in Lambda.</summary>
    public const int DefaultMegabytes = 1024;

    private const int SmallestMessage = 1024 * 1024;

    /// <summary>What rows and buffers may take together.</summary>
    public long Budget => Bytes / 2;

    /// <summary>What the unacked rows of all streams may take together.</summary>
    public long InFlightBytes => Budget * 5 / 8;

    /// <summary>The most bytes of rows that one message may have.</summary>
    public int MessageBytes => (int)Math.Min(
        Array.MaxLength, Math.Max(SmallestMessage, Budget * 3 / 8 / MappingLimits.MessageMemoryFactor / Invocations));

    /// <summary>Reads the variables that Lambda sets. A value that is not a number counts as not set.</summary>
    public static FunctionMemory From(Func<string, string?> variables) => new(
        Number(variables(EnvironmentVariables.AwsLambdaFunctionMemorySize), DefaultMegabytes) * 1024L * 1024,
        Number(variables(EnvironmentVariables.AwsLambdaMaxConcurrency), 1));

    private static int Number(string? text, int standard) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : standard;
}
