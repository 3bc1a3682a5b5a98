using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>A part of the source document whose rest is rescued.</summary>
/// <param name="Name">Its name, and the key of the rest.</param>
/// <param name="Source">Its root.</param>
/// <param name="Place">The root's place.</param>
internal sealed record RescuedScope(string Name, ValueSource Source, PathTrie Place);
