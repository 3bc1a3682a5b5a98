using System.Collections.Concurrent;
using Grpc.Core;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator;

/// <summary>
/// Faults of a <see cref="LocalDatabricks"/>, switched on and off while it runs. All are off at the start. Any thread may use
/// them.
/// </summary>
public sealed class FaultSwitches
{
    private readonly ConcurrentDictionary<string, byte> _denied = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _switching = new();
    private volatile TaskCompletionSource _acks = Released();

    /// <summary>The HTTP status that the token endpoint answers instead of a token, for instance 503. Null: none.</summary>
    public int? TokenStatus { get; set; }

    /// <summary>
    /// The secret that the principal has from now on, instead of <see cref="LocalDatabricksOptions.ClientSecret"/>: a rotation.
    /// Null: none. Issued tokens stay valid.
    /// </summary>
    public string? RotatedSecret { get; set; }

    /// <summary>
    /// Whether the exchange of identity tokens ignores the privileges that a request asks for: its tokens open no stream.
    /// </summary>
    public bool ExchangeWithoutPrivileges { get; set; }

    /// <summary>The HTTP status that the Unity Catalog API answers instead of a table. Null: none.</summary>
    public int? CatalogStatus { get; set; }

    /// <summary>
    /// The gRPC status that ends every call before create_stream is read, for instance UNAVAILABLE. Null: none.
    /// </summary>
    public StatusCode? OpenStatus { get; set; }

    /// <summary>
    /// Whether the service holds acks back. It still commits rows. Set it to false to send every ack that is due. Streams that
    /// end in order wait for their acks, so they end only then.
    /// </summary>
    public bool HoldAcks
    {
        get => !_acks.Task.IsCompleted;
        set
        {
            lock (_switching)
            {
                if (value == HoldAcks) return;
                if (value) _acks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                else _acks.SetResult();
            }
        }
    }

    /// <summary>Revokes the principal's grants on a table: its streams no longer open (PERMISSION_DENIED).</summary>
    public void RevokeGrants(TableName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _denied[table.ToString()] = 0;
    }

    /// <summary>Restores the grants.</summary>
    public void RestoreGrants(TableName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _denied.TryRemove(table.ToString(), out _);
    }

    /// <summary>Completes when acks may be sent.</summary>
    internal Task AcksReleased => _acks.Task;

    internal bool Denies(TableName table) => _denied.ContainsKey(table.ToString());

    private static TaskCompletionSource Released()
    {
        var released = new TaskCompletionSource();
        released.SetResult();
        return released;
    }
}
