using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>
/// Finds members of the body whose name differs from that of a path only in case and separators: <c>deviceId</c> for
/// <c>device_id</c>. Such a name is the mapping's own, so it says nothing about the content of the message.
/// </summary>
internal sealed class NameHints
{
    private const string Root = "/body/";

    // A name that is written differently is so in the first elements of an array too.
    private const int MostElements = 100;

    private readonly HashSet<string> _mapped = [];
    private readonly RepeatedNames _repeated;
    private readonly Dictionary<string, int> _looked = [];
    private (PayloadBuffer Buffer, Range Range)? _place;
    private JsonDocument? _body;

    /// <param name="plan">Its own names are never a hint.</param>
    public NameHints(MappingPlan plan)
    {
        foreach (var column in plan.Tables.SelectMany(table => table.Columns)) AddNames(column);
        _repeated = new RepeatedNames(plan, _mapped);
    }

    /// <summary>Names that the mapping reads and that an object has twice. A sentence for each.</summary>
    /// <param name="context">The message.</param>
    public IReadOnlyList<string> DuplicateNamesIn(EncodeContext context) =>
        context.HasDuplicateName ? [.. _repeated.In(Body(context))] : [];

    /// <summary>Begins a message.</summary>
    public void Begin()
    {
        _place = null;
        _looked.Clear();
    }

    /// <summary>What the body has instead; null if it has nothing like it, or after some elements of an array.</summary>
    /// <param name="pointer">The place at which there is nothing.</param>
    /// <param name="context">The message.</param>
    public string? Of(string pointer, EncodeContext context)
    {
        if (!pointer.StartsWith(Root, StringComparison.Ordinal) || !IsLookedAt(pointer) || Body(context) is not { } body)
            return null;
        var (place, value) = ("/body", body);
        foreach (var step in pointer[Root.Length..].Split('/').Select(Unescape))
        {
            if (Step(value, step) is { } next)
            {
                (place, value) = ($"{place}/{step}", next);
                continue;
            }
            if (value.ValueKind != JsonValueKind.Object) return null;
            var found = value.EnumerateObject().Select(JsonMembers.NameOf)
                .FirstOrDefault(name => name != step && Plain(name) == Plain(step) && !_mapped.Contains(name));
            return found is null ? null : $"'{step}' is not in {place}, but '{found}' is";
        }
        return null;
    }

    private bool IsLookedAt(string pointer)
    {
        var steps = pointer.Split('/').Select(step => step.All(char.IsAsciiDigit) ? "*" : step);
        var path = string.Join('/', steps);
        return (_looked[path] = _looked.GetValueOrDefault(path) + 1) <= MostElements;
    }

    private JsonElement? Body(EncodeContext context)
    {
        if (context.Body is not { IsDocument: true } body) return null;
        if (_place.Equals(body.RawPlace)) return _body?.RootElement;
        _place = body.RawPlace;
        try
        {
            _body?.Dispose();
            _body = JsonDocument.Parse(body.Raw.Text.ToArray(), new JsonDocumentOptions { MaxDepth = 512 });
            return _body.RootElement;
        }
        catch (JsonException)
        {
            _body = null;
            return null;
        }
    }

    /// <summary>A member by its name, an element by its position, or an entry of a MAP by its position.</summary>
    private static JsonElement? Step(JsonElement value, string step)
    {
        var isPosition = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
        return value.ValueKind switch
        {
            JsonValueKind.Object when JsonMembers.TryFind(value, step, out var member) => member,
            JsonValueKind.Object when isPosition && position < value.GetPropertyCount() =>
                value.EnumerateObject().ElementAt(position).Value,
            JsonValueKind.Array when isPosition && position < value.GetArrayLength() => value[position],
            _ => null,
        };
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(c => c is not ('_' or '-' or '.' or ' '))).ToUpperInvariant();

    private static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private void AddNames(ColumnCodec column)
    {
        IReadOnlyList<SourcePath> paths = column.Description?.Body.Source switch
        {
            PathSourceSyntax source => source.Alternatives,
            FieldsSourceSyntax { Presence: { } presence } => [presence],
            EachSourceSyntax each => [each.Array],
            EntriesSourceSyntax entries => [entries.Object],
            _ => [],
        };
        foreach (var name in paths.SelectMany(path => path.Steps).Select(step => step.Name).OfType<string>()) _mapped.Add(name);
        foreach (var inner in column.Inner) AddNames(inner);
    }
}
