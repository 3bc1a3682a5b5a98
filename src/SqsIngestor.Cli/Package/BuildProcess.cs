using System.ComponentModel;
using System.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Package;

/// <summary>A program that a build starts. It ends with the command.</summary>
internal static class BuildProcess
{
    /// <summary>Runs a step of a build, and gives its output away line by line.</summary>
    /// <param name="program">A program of the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Receives each line that it prints, from any thread.</param>
    /// <param name="failure">Begins the error if it fails, such as <c>The build for arm64 failed</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CliException">It failed; the message has its output.</exception>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task RunAsync(
        string program, IReadOnlyList<string> arguments, Action<string> output, string failure, CancellationToken cancellation)
    {
        var log = new List<string>();
        using var process = Create(program, arguments);
        process.OutputDataReceived += (_, e) => Pass(e.Data);
        process.ErrorDataReceived += (_, e) => Pass(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await EndAsync(process, cancellation);
        if (process.ExitCode != 0) throw Failed(failure, program, arguments, process.ExitCode, string.Join('\n', log));

        void Pass(string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return;
            lock (log) log.Add(text);
            output(text);
        }
    }

    /// <summary>Runs a step of a build whose output is a file.</summary>
    /// <inheritdoc cref="RunAsync"/>
    /// <returns>What it writes to standard output.</returns>
    public static async Task<byte[]> ReadAsync(
        string program, IReadOnlyList<string> arguments, string failure, CancellationToken cancellation)
    {
        using var process = Create(program, arguments);
        process.Start();
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None);
        await EndAsync(process, cancellation);
        await copy;
        return process.ExitCode == 0
            ? output.ToArray()
            : throw Failed(failure, program, arguments, process.ExitCode, (await errors).TrimEnd());
    }

    private static Process Create(string program, IReadOnlyList<string> arguments)
    {
        Verbosity.Say($"starting {program} {string.Join(' ', arguments)}");
        return new Process
        {
            StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
    }

    private static async Task EndAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static CliException Failed(
        string failure, string program, IReadOnlyList<string> arguments, int exit, string log) =>
        CliErrors.BuildFailed.Because($"{failure} ({program} {arguments[0]} ended with {exit}):\n{log}");
}
