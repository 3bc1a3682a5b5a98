using Grpc.Core;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>One planned fault.</summary>
/// <param name="Connection">Number of the connection, from 0; null for all.</param>
/// <param name="Offset">The wire offset of the fault; -1 for the open of the stream.</param>
/// <param name="Kind">The effect.</param>
/// <param name="Status">The status, for <see cref="FaultKind.Fail"/> and <see cref="FaultKind.FailAfterCommit"/>.</param>
/// <param name="Time">How long, for <see cref="FaultKind.LateAck"/> and <see cref="FaultKind.CloseSignal"/>.</param>
public sealed record Fault(
    int? Connection, long Offset, FaultKind Kind, StatusCode Status = StatusCode.Unavailable, TimeSpan Time = default);
