using System.Diagnostics;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// Runs the built sqs-ingestor, as a person does. CLI_PROGRAM names another one, such as an installed tool, which starts in half
/// the time.
/// </summary>
internal static class SqsIngestorProgram
{
    public static Task<CommandResult> RunAsync(params IEnumerable<string> arguments) =>
        RunWithAsync(new Dictionary<string, string>(), arguments);

    /// <summary>With variables beside those of this process.</summary>
    public static Task<CommandResult> RunWithAsync(
        IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments) =>
        RunInAsync(RepositoryFiles.Root, variables, arguments);

    /// <summary>In a folder, with variables beside those of this process.</summary>
    public static async Task<CommandResult> RunInAsync(
        string folder, IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments)
    {
        var start = Start(arguments);
        start.WorkingDirectory = folder;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    private static string FileName =>
        Environment.GetEnvironmentVariable("CLI_PROGRAM") is { Length: > 0 } given ? given : RepositoryFiles.PathOf(
            "artifacts", "bin", "SqsIngestor.Cli",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)),
            OperatingSystem.IsWindows() ? "sqs-ingestor.exe" : "sqs-ingestor");

    /// <summary>How to start it, in the repository's folder and with its output to be read.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        return new ProcessStartInfo(FileName, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
