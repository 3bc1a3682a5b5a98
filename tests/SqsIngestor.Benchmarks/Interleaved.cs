using System.Diagnostics;

namespace SqsIngestor.Benchmarks;

/// <summary>
/// Times several routes in turn, round after round in one process, so that a noisy machine disturbs all of them alike.
/// The fastest round of each is used: it is the one that was disturbed least.
/// </summary>
internal static class Interleaved
{
    public static Dictionary<string, TimeSpan> Run(int rounds, params (string Name, Action Route)[] routes)
    {
        var best = routes.ToDictionary(r => r.Name, _ => TimeSpan.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, route) in routes)
            {
                var started = Stopwatch.GetTimestamp();
                route();
                var elapsed = Stopwatch.GetElapsedTime(started);
                // The first rounds compile the code.
                if (round >= rounds / 3 && elapsed < best[name]) best[name] = elapsed;
            }
        }
        return best;
    }
}
