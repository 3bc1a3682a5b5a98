using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>What the names of paths are bound to while a row is read, and what the paths find.</summary>
/// <param name="body">The body.</param>
/// <param name="line">The element of <c>explode</c>; null without one.</param>
/// <param name="rowIndex">How many rows of the message come before.</param>
internal sealed class BoundNames(DocumentValue body, DocumentValue? line, int rowIndex)
{
    // The innermost last.
    private readonly List<(string Name, DocumentValue? Value, string Key)> _bound = [("body", body, ""), ("line", line, "")];

    // The message of the tests has it.
    private readonly DocumentValue _tenant = DocumentValue.Parse("\"x\"", "/message/messageAttributes/tenant/stringValue");

    /// <summary>Runs a part while a name is bound.</summary>
    public T With<T>((string Name, DocumentValue Value, string Key) bound, Func<T> part)
    {
        _bound.Add(bound);
        try
        {
            return part();
        }
        finally
        {
            _bound.RemoveAt(_bound.Count - 1);
        }
    }

    /// <summary>The position of what a name is bound to, in the array or object around it.</summary>
    private static DocumentValue? IndexOf((string Name, DocumentValue? Value, string Key) bound) =>
        bound.Value is null ? null : DocumentValue.Number(bound.Value.Index);

    /// <summary>What a name is bound to.</summary>
    public (string Name, DocumentValue? Value, string Key) Of(string name) => _bound.FindLast(b => b.Name == name);

    /// <summary>The value of a path; null if it finds nothing.</summary>
    public DocumentValue? Find(PathModel path)
    {
        if (path.Root == "key") return DocumentValue.Computed(Of("value").Key);
        if (path.Root == "attr") return path.Steps[0].Name == "tenant" ? _tenant : null;
        if (path.Root == "meta") return DocumentValue.Number(rowIndex);
        if (path.Root.EndsWith("_index", StringComparison.Ordinal)) return IndexOf(Of(path.Root[..^6]));
        return path.Steps.Aggregate(Of(path.Root).Value, (value, step) => value?.Step(step.Name, step.Index));
    }

    /// <summary>The values of a path of the body, through each member of a name that an object has twice.</summary>
    public IEnumerable<DocumentValue> FindEach(PathModel path)
    {
        IEnumerable<DocumentValue> found = [body];
        foreach (var (name, index) in path.Steps) found = [.. found.SelectMany(value => value.StepEach(name, index))];
        return found;
    }

    /// <summary>The value over which a path cannot lead: not the object or array that the next step needs.</summary>
    /// <param name="root">The value at which the path starts.</param>
    /// <param name="path">The path.</param>
    public static DocumentValue? Obstacle(DocumentValue root, PathModel path)
    {
        var value = root;
        for (var i = 0; i < path.Steps.Length; i++)
        {
            var (name, index) = path.Steps[i];
            // What the document itself must be, all paths say together.
            var isWrong = (i > 0 || path.AutoSteps == 0)
                && value.Kind != (name is null ? JsonValueKind.Array : JsonValueKind.Object);
            if (isWrong) return value.Kind == JsonValueKind.Null ? null : value;
            if (value.Step(name, index) is not { } next) return null;
            value = next;
        }
        return null;
    }

    /// <summary>Whether a value has members or elements, whichever the paths read.</summary>
    public static bool HasShape(DocumentValue value, IEnumerable<PathModel> paths, int depth)
    {
        var steps = paths.Select(p => p.Steps[depth].Name is not null).ToHashSet();
        return steps.Count == 0 || value.Kind switch
        {
            JsonValueKind.Object => steps.Contains(true),
            JsonValueKind.Array => steps.Contains(false),
            _ => false,
        };
    }
}
