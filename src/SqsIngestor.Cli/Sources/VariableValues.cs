using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Sources;

/// <summary>
/// The values of <c>--var</c> by name. It notes the names that SQL files ask for, so that a value that none uses is an error.
/// </summary>
/// <param name="values">The values.</param>
/// <param name="isDefault">Whether they are those of the project, of which a command need not use all.</param>
internal sealed class VariableValues(IReadOnlyDictionary<string, string> values, bool isDefault = false)
    : IReadOnlyDictionary<string, string>
{
    private readonly HashSet<string> _asked = [];

    public IEnumerable<string> Keys => values.Keys;

    public IEnumerable<string> Values => values.Values;

    public int Count => values.Count;

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        _asked.Add(key);
        return values.TryGetValue(key, out value);
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Call it when every file has been read.</summary>
    /// <exception cref="CliException">A value that no file used.</exception>
    public void RefuseUnused()
    {
        if (isDefault || values.Keys.FirstOrDefault(name => !_asked.Contains(name)) is not { } unused) return;
        var hint = Nearest.Hint(unused, _asked) is { } near ? $" {char.ToUpperInvariant(near[0])}{near[1..]}" : "";
        throw CliErrors.CommandLine.Because(
            $"--var {unused} has no effect: no SQL file that the command reads has ${{{unused}}}, {{{{{unused}}}}} or :{unused}."
                + hint);
    }
}
