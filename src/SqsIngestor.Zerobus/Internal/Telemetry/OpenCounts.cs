using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SqsIngestor.Zerobus.Internal.Telemetry;

/// <summary>
/// The opens of each table by all clients of this process, because the service sees their sum. Safe for use by several threads.
/// </summary>
internal sealed class OpenCounts
{
    // The clients of a clock count together: those of the system's are all but those of tests.
    private static readonly ConditionalWeakTable<TimeProvider, OpenCounts> Clocks = [];

    private readonly ConcurrentDictionary<(string Endpoint, ZerobusTableName Table), TableOpens> _tables = [];

    /// <summary>The opens of a table.</summary>
    public static TableOpens Of(TimeProvider clock, Uri endpoint, ZerobusTableName table) =>
        Clocks.GetValue(clock, static _ => new OpenCounts())._tables
            .GetOrAdd((endpoint.Authority, table), static (_, c) => new TableOpens(c), clock);
}

/// <summary>The opens of one table within the last minute. Safe for use by several threads.</summary>
internal sealed class TableOpens(TimeProvider clock)
{
    /// <summary>So many within a minute are worth a warning: the official clients give one, too.</summary>
    public const int Many = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _opens = [];
    private long? _warnedAt;

    /// <summary>Counts an attempt to open.</summary>
    /// <returns>Whether to warn: there are <see cref="Many"/> within a minute, and no warning within the last minute.</returns>
    public bool Add()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _opens.Enqueue(now);
            if (_opens.Count > Many)
                _opens.Dequeue();
            if (_opens.Count < Many || clock.GetElapsedTime(_opens.Peek(), now) > Minute
                || (_warnedAt is { } last && clock.GetElapsedTime(last, now) < Minute))
            {
                return false;
            }

            _warnedAt = now;
            return true;
        }
    }
}
