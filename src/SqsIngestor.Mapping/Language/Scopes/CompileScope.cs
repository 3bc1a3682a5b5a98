using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>What <c>each</c>, <c>entries</c> or <c>explode</c> binds, while columns inside it are compiled.</summary>
/// <param name="Outer">What is bound around it.</param>
/// <param name="Index">Which frame holds it when messages are encoded.</param>
/// <param name="Trie">The paths below what is bound.</param>
/// <param name="Container">What is walked.</param>
/// <param name="ValueName">The name of what is bound: item, value or an alias.</param>
/// <param name="KeyName">The name of a member's name; null when an array is walked.</param>
internal sealed record CompileScope(
    CompileScope? Outer, int Index, PathTrie Trie, ValueSource Container, string ValueName, string? KeyName)
{
    public string IndexName => ValueName + "_index";

    /// <summary>Everything that a path can start with because of this scope and those around it.</summary>
    public IEnumerable<string> Names =>
        new[] { ValueName, IndexName, KeyName }.OfType<string>().Concat(Outer?.Names ?? []);
}
