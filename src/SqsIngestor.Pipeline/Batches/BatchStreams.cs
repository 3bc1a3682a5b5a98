using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The streams as one batch uses them: each table is asked for a stream once, not once per message, and one that fails in
/// the middle of the batch is replaced once.
/// </summary>
internal sealed class BatchStreams(MappingPlan plan, TableStreams streams, StreamFaults faults, ILogger logger)
{
    private const int MostOpens = 2;

    private readonly ZerobusStream?[] _open = new ZerobusStream?[plan.Targets.Count];
    private readonly int[] _opens = new int[plan.Targets.Count];

    /// <summary>Begins a batch.</summary>
    public void Clear()
    {
        Array.Clear(_open);
        Array.Clear(_opens);
    }

    /// <summary>Writes one row.</summary>
    /// <returns>The stream that took it and its offset there, or null when no stream takes it; that is logged once.</returns>
    /// <exception cref="ZerobusException">The row is at fault.</exception>
    /// <exception cref="OperationCanceledException">The time was up.</exception>
    public async ValueTask<(ZerobusStream Stream, long Offset)?> WriteAsync(int target, ReadOnlyMemory<byte> record, CancellationToken deadline)
    {
        while (await OpenAsync(target, deadline).ConfigureAwait(false) is { } stream)
        {
            try
            {
                return (stream, await stream.WriteAsync(record, deadline).ConfigureAwait(false));
            }
            catch (ZerobusException e) when (!StreamFaults.IsRecord(e.Code))
            {
                faults.Add(plan.Targets[target].Name, e);
                _open[target] = null;
            }
        }
        return null;
    }

    private async ValueTask<ZerobusStream?> OpenAsync(int target, CancellationToken deadline)
    {
        if (_open[target] is { } open) return open;
        if (_opens[target] == MostOpens) return null;
        _opens[target]++;
        try
        {
            return _open[target] = await streams.GetAsync(plan, target, deadline).ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            _opens[target] = MostOpens;
            faults.Add(plan.Targets[target].Name, e);
            Log.StreamUnavailable(logger, plan.Targets[target].Name, e.Code.ToString(), e.Message);
            return null;
        }
    }
}
