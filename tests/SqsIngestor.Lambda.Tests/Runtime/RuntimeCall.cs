namespace SqsIngestor.Lambda.Tests.Runtime;

/// <summary>A request that the API got.</summary>
internal sealed record RuntimeCall(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
