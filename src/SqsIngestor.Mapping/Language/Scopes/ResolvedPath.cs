using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>A path's place in the source document.</summary>
/// <param name="Source">Reads it.</param>
/// <param name="Place">Its place in a document's trie; null when it is not in a document.</param>
/// <param name="Kind">What it always yields, where that is known before a message is there.</param>
internal sealed record ResolvedPath(ValueSource Source, PathTrie? Place, ValueKind? Kind);
