using System.Collections.Concurrent;
using Grpc.Core;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator;

/// <summary>
/// Faults of a <see cref="LocalDatabricks"/>, thrown and taken back while it runs. Everything is off at the start.
/// </summary>
public sealed class FaultSwitches
{
    private readonly ConcurrentDictionary<string, byte> _denied = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The HTTP status that the token endpoint answers instead of a token, for instance 503. Null: none.</summary>
    public int? TokenStatus { get; set; }

    /// <summary>
    /// The secret that the principal has from now on, instead of <see cref="LocalDatabricksOptions.ClientSecret"/>: a rotation.
    /// Null: none. Tokens that were issued stay good.
    /// </summary>
    public string? RotatedSecret { get; set; }

    /// <summary>The HTTP status that the Unity Catalog API answers instead of a table. Null: none.</summary>
    public int? CatalogStatus { get; set; }

    /// <summary>The gRPC status that ends every call before create_stream is read, for instance UNAVAILABLE. Null: none.</summary>
    public StatusCode? OpenStatus { get; set; }

    /// <summary>Takes the principal's grants on a table away: its streams don't open any more (PERMISSION_DENIED).</summary>
    public void RevokeGrants(TableName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _denied[table.ToString()] = 0;
    }

    /// <summary>Gives the grants back.</summary>
    public void RestoreGrants(TableName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _denied.TryRemove(table.ToString(), out _);
    }

    internal bool Denies(TableName table) => _denied.ContainsKey(table.ToString());
}
