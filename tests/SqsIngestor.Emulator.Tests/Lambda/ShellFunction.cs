using System.Threading.Channels;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>A process that says where its Runtime API is and waits; the test plays the function from there.</summary>
internal sealed class ShellFunction
{
    private const string Announce = "echo \"api $AWS_LAMBDA_RUNTIME_API\"; ";

    private readonly Channel<string> _addresses = Channel.CreateUnbounded<string>();

    public LocalLambdaOptions Options(string script = "exec sleep 600") => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", Announce + script],
        OnOutput = line =>
        {
            if (line.Text.StartsWith("api ", StringComparison.Ordinal)) _addresses.Writer.TryWrite(line.Text[4..]);
        },
    };

    /// <summary>A client for the next process that starts.</summary>
    public async Task<FunctionClient> ClientAsync() => new(await _addresses.Reader.ReadAsync());
}
