using System.Diagnostics;

namespace SqsIngestor.Tests.Cli;

/// <summary>Runs the built sqs-ingestor, as a person does.</summary>
internal static class SqsIngestorProgram
{
    public static async Task<CommandResult> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>How to start it, in the repository's folder and with its output to be read.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = RepositoryFiles.PathOf("artifacts", "bin", "SqsIngestor.Cli", configuration, OperatingSystem.IsWindows() ? "sqs-ingestor.exe" : "sqs-ingestor");
        return new ProcessStartInfo(program, arguments) { WorkingDirectory = RepositoryFiles.Root, RedirectStandardOutput = true, RedirectStandardError = true };
    }
}
