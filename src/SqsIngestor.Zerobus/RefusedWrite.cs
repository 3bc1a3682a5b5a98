namespace SqsIngestor.Zerobus;

/// <summary>Records that the service refused, while the others of the same stream became durable.</summary>
/// <param name="Offset">The offset that the write returned.</param>
/// <param name="Indexes">Positions of the refused records within that write, ascending; a single write has only 0.</param>
/// <param name="RecordCount">How many records the write held. Those not in <paramref name="Indexes"/> are durable.</param>
/// <param name="Reason">The service's own words. They may quote the record, so this library puts them into no log and no exception's message.</param>
public sealed record RefusedWrite(long Offset, IReadOnlyList<int> Indexes, int RecordCount, string Reason);
