namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>What the columns of a row have read and rescued, and the rest of the scopes that follows from it.</summary>
/// <param name="isEverything">The rescued column has the scope <c>all</c>.</param>
internal sealed class ReadValues(bool isEverything)
{
    private HashSet<DocumentValue> _read = [];
    private readonly List<DocumentValue> _rescued = [];
    private readonly HashSet<DocumentValue> _excluded = [];

    public bool IsEverything => isEverything;

    /// <summary>The row has the value, with everything in it.</summary>
    public void Mark(DocumentValue value) => _read.Add(value);

    public void Rescue(DocumentValue value)
    {
        _read.Add(value);
        // What is not in the message has no place.
        if (value.Pointer.Length > 0) _rescued.Add(value);
    }

    /// <summary>The rescued column never has the value, nor anything in it.</summary>
    public void Exclude(DocumentValue value)
    {
        _excluded.Add(value);
        foreach (var child in value.Children) Exclude(child);
    }

    /// <summary>Runs a part of a row. If it is refused, the row has none of its values, so nothing has been read.</summary>
    public T Try<T>(Func<T> part)
    {
        var before = Save();
        try
        {
            return part();
        }
        catch (Exception e) when (e is Refusal or Failure)
        {
            Restore(before);
            throw;
        }
    }

    /// <summary>What has been read so far.</summary>
    public IReadOnlySet<DocumentValue> Save() => new HashSet<DocumentValue>(_read);

    /// <summary>Only this has been read, and what is rescued.</summary>
    public void Restore(IReadOnlySet<DocumentValue> before) => _read = [.. before, .. _rescued];

    /// <summary>The texts, numbers and bools of the rescued column, with their places.</summary>
    public SortedSet<string> Leaves(IEnumerable<DocumentValue> scopes) =>
        new(scopes.SelectMany(Rest).Concat(_rescued.SelectMany(Leaves)), StringComparer.Ordinal);

    private IEnumerable<string> Rest(DocumentValue value)
    {
        if (_read.Contains(value) || _excluded.Contains(value)) return [];
        // An array in the rest has all its elements.
        return value.IsSingle || (value.Elements.Count > 0 && !isEverything) ? Leaves(value) : value.Children.SelectMany(Rest);
    }

    private IEnumerable<string> Leaves(DocumentValue value) =>
        _excluded.Contains(value) ? [] : value.IsSingle ? value.Leaves : value.Children.SelectMany(Leaves);
}
