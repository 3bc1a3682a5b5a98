using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>The names that <c>each</c>, <c>entries</c> or <c>explode</c> binds, while columns inside it are compiled.</summary>
/// <param name="Outer">The scope around it; null for none.</param>
/// <param name="Index">The index of its frame when messages are encoded.</param>
/// <param name="Trie">The paths below the binding.</param>
/// <param name="Container">The array or object.</param>
/// <param name="ValueName">The name of the binding: item, value or an alias.</param>
/// <param name="KeyName">The name under which paths read a member's name; null for an array.</param>
internal sealed record CompileScope(
    CompileScope? Outer, int Index, PathTrie Trie, ValueSource Container, string ValueName, string? KeyName)
{
    /// <summary>The name of an element that <c>each</c> binds.</summary>
    public const string Item = "item";

    /// <summary>The name of a value that <c>entries</c> binds.</summary>
    public const string Value = "value";

    /// <summary>The name of a value's key that <c>entries</c> binds.</summary>
    public const string Key = "key";

    /// <summary>What an element must be; the compiler of the columns below sets it when all of them are known.</summary>
    public required ElementNeed Element { get; init; }

    /// <summary>The steps below <c>$.body</c> to an element or a value; null if it is not there.</summary>
    public IReadOnlyList<PathStep>? InBody { get; init; }

    public string IndexName => ValueName + "_index";

    /// <summary>The names that a path can start with in this scope, including those of the scopes around it.</summary>
    public IEnumerable<string> Names =>
        new[] { ValueName, IndexName, KeyName }.OfType<string>().Concat(Outer?.Names ?? []);
}
