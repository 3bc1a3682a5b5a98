namespace SqsIngestor.Mapping.Yaml;

/// <summary>The words that a key accepts, each with its value: the one list that reads, writes and describes them.</summary>
/// <typeparam name="T">The type of the values. Each value has one word.</typeparam>
internal sealed class Words<T>(params (string Word, T Value)[] entries) where T : struct
{
    /// <summary>In the order of the documentation.</summary>
    public IReadOnlyList<string> All { get; } = [.. entries.Select(e => e.Word)];

    /// <summary>The value of a word; null for a word that is not one of these.</summary>
    public T? Find(string word)
    {
        foreach (var entry in entries)
        {
            if (entry.Word == word) return entry.Value;
        }
        return null;
    }

    /// <summary>The word for a value.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The value has no word.</exception>
    public string Of(T value)
    {
        foreach (var entry in entries)
        {
            if (EqualityComparer<T>.Default.Equals(entry.Value, value)) return entry.Word;
        }
        throw new System.Diagnostics.UnreachableException($"no word stands for {value}");
    }
}
