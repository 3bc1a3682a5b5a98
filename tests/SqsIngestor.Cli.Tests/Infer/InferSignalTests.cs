using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>A signal ends <c>infer</c>, whatever it does.</summary>
public sealed class InferSignalTests
{
    // More than a pipe holds.
    private const int Mebibyte = 1024 * 1024;

    // SIGINT has the same handler, but a process that is started in the background of a shell ignores it.
    [Fact(Timeout = 300_000)]
    public async Task Infer_SignalWhileItReads_Ends()
    {
        if (OperatingSystem.IsWindows()) return;
        var start = SqsIngestorProgram.Start(["infer", "-", "--table", "main.a.t"]);
        start.RedirectStandardInput = true;
        using var infer = Process.Start(start)!;
        var errors = infer.StandardError.ReadToEndAsync();

        // It has taken some of it, and waits for more.
        await infer.StandardInput.WriteAsync(new string(' ', Mebibyte));
        await infer.StandardInput.FlushAsync();
        using var kill = Process.Start("kill", ["-TERM", infer.Id.ToString(CultureInfo.InvariantCulture)]);
        await infer.WaitForExitAsync();

        Assert.Equal((130, ""), (infer.ExitCode, await errors));
    }
}
