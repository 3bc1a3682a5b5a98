using System.Threading.Channels;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>A process that says where its Runtime API is and waits; the test plays the function from there.</summary>
internal sealed class ShellFunction
{
    private const string Announce = "echo \"api $AWS_LAMBDA_RUNTIME_API\"; ";

    private readonly Channel<string> _addresses = Channel.CreateUnbounded<string>();

    /// <summary>Options that run a shell.</summary>
    /// <param name="script">What the shell does once the test can talk to its Runtime API.</param>
    /// <param name="first">What it does before that.</param>
    public LocalLambdaOptions Options(string script = "exec sleep 600", string first = "") => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", first + Announce + script],
        InitTimeout = Eventually.Patience,
        OnOutput = line =>
        {
            if (line.Text.StartsWith("api ", StringComparison.Ordinal)) _addresses.Writer.TryWrite(line.Text[4..]);
        },
    };

    /// <summary>A client for the next process that starts.</summary>
    public async Task<FunctionClient> ClientAsync() =>
        new(await _addresses.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience));
}
