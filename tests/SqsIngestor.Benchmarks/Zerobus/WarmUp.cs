using System.Diagnostics;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// How the rate of a fresh process grows to its steady state: our client compiled just in time, as a native program, and the
/// official client if it is installed. They write in turn.
/// </summary>
internal static class WarmUp
{
    private static readonly int[] Marks = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];

    public static async Task RunAsync(
        IReadOnlyList<(string Name, ProcessStartInfo Start)> ours, Func<OfficialForm, ProcessStartInfo>? official)
    {
        await RunAsync("single records", records: 1, new(Window: 300, InFlight: 10_000));
        await RunAsync("batches of 100", records: 100, new(Window: 1, InFlight: 10_000));

        Task RunAsync(string name, int records, OfficialForm form) => WarmUp.RunAsync(
            name, official is null ? ours : [.. ours, ("the official client", official(form))], records, form.Window);
    }

    private static async Task RunAsync(
        string name, IReadOnlyList<(string Name, ProcessStartInfo Start)> programs, int records, int window)
    {
        var processes = new List<LoadProcess>();
        try
        {
            foreach (var (_, start) in programs)
                processes.Add(await LoadProcess.StartAsync(start));
            var samples = processes.ConvertAll(static _ => new List<LoadSample>());
            for (var i = 0; i < Marks.Length; i++)
            {
                var count = Marks[i] - (i == 0 ? 0 : Marks[i - 1]);
                for (var p = 0; p < processes.Count; p++)
                    samples[p].Add(await processes[p].WriteAsync(count / records, records, window));
            }
            for (var p = 0; p < programs.Count; p++)
            {
                var steady = samples[p][^1];
                Console.WriteLine(
                    $"{name}, {programs[p].Name}: steady {steady.Rate:n0}/s, {steady.ProcessorTime:n2} µs per record");
                for (var i = 0; i < Marks.Length - 1; i++)
                {
                    Console.WriteLine(
                        $"  up to {Marks[i]:n0}: {samples[p][i].Rate:n0}/s, {samples[p][i].Rate / steady.Rate:p0} of the steady "
                            + $"rate; {samples[p][i].ProcessorTime:n2} µs");
                }
            }
        }
        finally
        {
            processes.ForEach(static process => process.Dispose());
        }
    }
}
