using System.Diagnostics;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>This program again, in a separate process, so that its memory and allocations are not ours.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly Process _process;

    private ChildProgram(Process process, string firstLine)
    {
        _process = process;
        FirstLine = firstLine;
    }

    /// <summary>The first line that it printed.</summary>
    public string FirstLine { get; }

    public int Id => _process.Id;

    public static async Task<ChildProgram> StartAsync(params string[] arguments)
    {
        var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", typeof(ChildProgram).Assembly.Location, "zerobus", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{arguments[0]} printed nothing.");
        return new ChildProgram(process, line);
    }

    public async Task<string?> NextLineAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
