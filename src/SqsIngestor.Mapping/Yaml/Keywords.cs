namespace SqsIngestor.Mapping.Yaml;

/// <summary>A word that a key accepts, for the reference.</summary>
/// <param name="Word">The word as written in the file.</param>
/// <param name="Meaning">One sentence; empty if the word itself says it.</param>
public sealed record WordMeaning(string Word, string Meaning);

/// <summary>
/// The words that a key accepts, each with its value and its meaning: the one list that reads, writes and describes them.
/// </summary>
/// <typeparam name="T">The type of the values. Each value has one word.</typeparam>
internal sealed class Keywords<T>(params (string Word, T Value, string Meaning)[] entries) where T : struct
{
    /// <summary>In the order of the documentation; the default is the first one, if there is a default.</summary>
    public IReadOnlyList<string> All { get; } = [.. entries.Select(e => e.Word)];

    /// <summary>The words with their meanings, in the same order.</summary>
    public IReadOnlyList<WordMeaning> Meanings { get; } = [.. entries.Select(e => new WordMeaning(e.Word, e.Meaning))];

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
