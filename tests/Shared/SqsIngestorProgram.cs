using System.Diagnostics;

namespace SqsIngestor.Tests.Shared;

/// <summary>Runs the built sqs-ingestor, as a person does.</summary>
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

    /// <summary>How to start it, in the repository's folder and with its output to be read.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = RepositoryFiles.PathOf(
            "artifacts", "bin", "SqsIngestor.Cli", configuration,
            OperatingSystem.IsWindows() ? "sqs-ingestor.exe" : "sqs-ingestor");
        return new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
