using System.Diagnostics;

namespace SqsIngestor.Tests.Cli;

/// <summary>Runs the built sqs-ingestor, as a person does.</summary>
internal static class SqsIngestorProgram
{
    public static async Task<CommandResult> RunAsync(params IEnumerable<string> arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = RepositoryFiles.PathOf("artifacts", "bin", "SqsIngestor.Cli", configuration, OperatingSystem.IsWindows() ? "sqs-ingestor.exe" : "sqs-ingestor");
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = RepositoryFiles.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
