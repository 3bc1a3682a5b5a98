using System.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Package;

/// <summary>Builds the function's native program with the .NET SDK.</summary>
internal static class NativeBuild
{
    /// <summary>Builds the program.</summary>
    /// <param name="project">The project of the function.</param>
    /// <param name="target">The processor that it runs on.</param>
    /// <param name="output">Receives each line that the build prints, from any thread.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <returns>The program.</returns>
    /// <exception cref="CliException">The machine lacks a tool, or the build failed.</exception>
    public static async Task<FileInfo> RunAsync(
        string project, TargetArchitecture target, Action<string> output, CancellationToken cancellation)
    {
        if (BuildTools.Missing(target, TargetArchitecture.Host, BuildTools.ExistsHere) is { Count: > 0 } missing)
            throw CliErrors.BuildToolsMissing.Because(BuildTools.Advice(missing, target));

        Verbosity.Say($"starting dotnet {string.Join(' ', Arguments(project, target))}");
        var log = new List<string>();
        var exit = await RunAsync(Arguments(project, target), line =>
        {
            lock (log) log.Add(line);
            output(line);
        }, cancellation);
        if (exit != 0)
        {
            throw CliErrors.BuildFailed.Because(
                $"The build for {target} failed (dotnet publish ended with {exit}):\n{string.Join('\n', log)}");
        }
        return Program(project, target);
    }

    /// <summary>Where dotnet publish writes the program.</summary>
    private static FileInfo Program(string project, TargetArchitecture target)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, "..", ".."));
        return new(
            Path.Combine(
                root, "artifacts", "publish", Path.GetFileNameWithoutExtension(project), $"release_{target.RuntimeIdentifier}",
                "bootstrap"));
    }

    private static List<string> Arguments(string project, TargetArchitecture target)
    {
        List<string> arguments = ["publish", project, "-c", "Release", "-r", target.RuntimeIdentifier, "--nologo", "--tl:off"];
        // The objcopy of the host works only for its own processor.
        if (target != TargetArchitecture.Host) arguments.Add($"-p:ObjCopyName={target.Triplet}-objcopy");
        return arguments;
    }

    private static async Task<int> RunAsync(IEnumerable<string> arguments, Action<string> line, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, e) => Pass(e.Data);
        process.ErrorDataReceived += (_, e) => Pass(e.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw CliErrors.BuildToolsMissing.Because(
                "The build needs the .NET SDK, and PATH has no dotnet. Install the SDK that global.json names.", e);
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;

        void Pass(string? text)
        {
            if (!string.IsNullOrWhiteSpace(text)) line(text);
        }
    }
}
