using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>What a token gives access to.</summary>
/// <param name="Table">The table that it opens streams to, or null for the REST API (<c>all-apis</c>).</param>
/// <param name="Expires">When it expires.</param>
internal sealed record AccessGrant(TableName? Table, DateTimeOffset Expires);
