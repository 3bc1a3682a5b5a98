using Grpc.Core;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>One planned misfortune.</summary>
/// <param name="Connection">Number of the connection that it hits, from 0; null for every one.</param>
/// <param name="Offset">The wire offset at which it strikes; -1 while the stream is being opened.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Status">The status, for <see cref="FaultKind.Fail"/>.</param>
/// <param name="Time">How long, for <see cref="FaultKind.LateAck"/> and <see cref="FaultKind.CloseSignal"/>.</param>
public sealed record Fault(
    int? Connection, long Offset, FaultKind Kind, StatusCode Status = StatusCode.Unavailable, TimeSpan Time = default);
