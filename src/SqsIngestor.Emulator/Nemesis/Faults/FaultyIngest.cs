using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using SqsIngestor.Emulator.Ingest;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Faults;

/// <summary>Records what the service sees, and refuses poison.</summary>
internal sealed class FaultyIngest(NemesisOptions options, History history, SentMessages messages, IngestGate gate)
    : IngestObserver
{
    private readonly ConcurrentDictionary<int, (ProcessName Process, Action Drop)> _connections = new();
    private readonly ConcurrentDictionary<IngestCall, (int Id, int? Index)> _columns = new();

    /// <summary>A process has connected.</summary>
    /// <param name="port">The port that the service sees.</param>
    /// <param name="process">The process.</param>
    /// <param name="drop">Drops the connection.</param>
    public void Connected(int port, ProcessName process, Action drop) => _connections[port] = (process, drop);

    public override Task<Status?> OpeningAsync(IngestCall stream, CancellationToken cancellationToken)
    {
        var process = Connection(stream).Process;
        history.Add(at => new StreamRequested(at, stream.Number, process, stream.Table));
        return gate.OpeningAsync(stream.Table, cancellationToken);
    }

    public override void Opened(IngestCall stream)
    {
        _columns[stream] = (ColumnOf(stream, options.MessageIdColumn),
            options.RowIndexColumn is { } index ? ColumnOf(stream, index) : null);
        history.Add(at => new StreamOpened(at, stream.Number));
    }

    public override StreamEnd? Received(IngestCall stream, long offset, IReadOnlyList<object?[]> rows)
    {
        var (id, index) = _columns[stream];
        StreamEnd? end = null;
        foreach (var values in rows)
        {
            var messageId = TextOf(values[id]);
            var number = index is { } column ? Convert.ToInt64(values[column], CultureInfo.InvariantCulture) : 0;
            var row = new RowKey(stream.Table, messageId, number);
            history.Add(at => new RowReceived(at, stream.Number, offset, row));
            if (messages.PoisonOf(messageId) is not { } poison || poison.Table != stream.Table) continue;
            history.Add(at => new RowRejected(at, stream.Number, offset, row));
            if (poison.Status is null) Connection(stream).Drop();
            end ??= new StreamEnd(
                new Status(poison.Status ?? StatusCode.Unavailable, "poison"), poison.Status is null || poison.IsAtOnce);
        }

        return end;
    }

    public override void Committed(IngestCall stream, long offset) =>
        history.Add(at => new RequestCommitted(at, stream.Number, offset));

    public override Task AckingAsync(IngestCall stream, long offset, CancellationToken cancellationToken) =>
        gate.AckingAsync(stream.Table, options.TimeProvider, cancellationToken);

    public override void Acked(IngestCall stream, long offset) => history.Add(at => new AckSent(at, stream.Number, offset));

    public override void Ended(IngestCall stream, StatusCode status)
    {
        _columns.TryRemove(stream, out _);
        history.Add(at => new StreamEnded(at, stream.Number, status));
    }

    private (ProcessName Process, Action Drop) Connection(IngestCall stream)
    {
        var port = int.Parse(stream.Peer.AsSpan(stream.Peer.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
        return _connections.TryGetValue(port, out var connection)
            ? connection
            : throw new InvalidOperationException($"The connection from port {port} is not one of the run.");
    }

    private static int ColumnOf(IngestCall stream, string name)
    {
        var columns = stream.Schema!.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        throw new InvalidOperationException($"{stream.Table} has no column {name}.");
    }
}
