using System.Diagnostics;
using System.Globalization;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>A separate process that writes to the sink on request, with our client or with the official one.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;

    private LoadProcess(Process process) => _process = process;

    /// <summary>Starts a program, which opens a stream.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<LoadProcess> StartAsync(ProcessStartInfo program)
    {
        program.RedirectStandardInput = true;
        program.RedirectStandardOutput = true;
        var process = new LoadProcess(Process.Start(program)!);
        await process.ReadLineAsync();
        return process;
    }

    /// <summary>Writes requests and waits for their acks.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="records">Records of each; 1 is a single record, more are a batch.</param>
    /// <param name="window">How many requests the official client begins before it waits. Ours waits for each.</param>
    public async Task<LoadSample> WriteAsync(int requests, int records, int window = 1)
    {
        await _process.StandardInput.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{requests} {records} {window}"));
        await _process.StandardInput.FlushAsync();
        var numbers = (await ReadLineAsync()).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new LoadSample((long)requests * records, numbers[0], numbers[1]);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended; see its lines above.");
}

/// <summary>What a process measured about itself.</summary>
/// <param name="Records">Records that it wrote.</param>
/// <param name="Seconds">From the first write to the last ack.</param>
/// <param name="ProcessorSeconds">Time on processors, of all its threads, user and system.</param>
internal readonly record struct LoadSample(long Records, double Seconds, double ProcessorSeconds)
{
    /// <summary>Records per second.</summary>
    public double Rate => Records / Seconds;

    /// <summary>Microseconds on a processor for each record.</summary>
    public double ProcessorTime => ProcessorSeconds * 1e6 / Records;

    public static LoadSample operator +(LoadSample a, LoadSample b) =>
        new(a.Records + b.Records, a.Seconds + b.Seconds, a.ProcessorSeconds + b.ProcessorSeconds);
}
