using Microsoft.Extensions.Logging;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The streams as one batch uses them: it asks for the stream of a table once, not once per message, and replaces a stream that
/// fails in the middle of the batch once. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class BatchStreams(MappingPlan plan, TableStreams streams, StreamFaults faults, ILogger logger)
{
    private const int MaxOpens = 2;

    private readonly ITableStream?[] _open = new ITableStream?[plan.Targets.Count];
    private readonly int[] _opens = new int[plan.Targets.Count];

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        Array.Clear(_open);
        Array.Clear(_opens);
    }

    /// <summary>Writes one row.</summary>
    /// <returns>The stream and the row's offset in it, or null if no stream takes the row; the log says so once.</returns>
    /// <exception cref="ZerobusException">The row is at fault.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public async ValueTask<(ITableStream Stream, long Offset)?> WriteAsync(
        int target, ReadOnlyMemory<byte> row, CancellationToken deadline)
    {
        while (await OpenAsync(target, deadline).ConfigureAwait(false) is { } stream)
        {
            try
            {
                return (stream, await stream.WriteAsync(row, deadline).ConfigureAwait(false));
            }
            catch (ZerobusException e) when (!StreamFaults.IsRecord(e.Code))
            {
                faults.Failed(plan.Targets[target].Name, e);
                _open[target] = null;
            }
        }
        return null;
    }

    private async ValueTask<ITableStream?> OpenAsync(int target, CancellationToken deadline)
    {
        if (_open[target] is { } open) return open;
        if (_opens[target] == MaxOpens) return null;
        _opens[target]++;
        try
        {
            return _open[target] = await streams.GetAsync(plan, target, deadline).ConfigureAwait(false);
        }
        catch (ZerobusException e)
        {
            _opens[target] = MaxOpens;
            faults.Failed(plan.Targets[target].Name, e);
            PipelineLog.StreamUnavailable(logger, plan.Targets[target].Name, e.Code.ToString(), e.Message);
            return null;
        }
    }
}
